using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>Sees that translation, which runs on the guest's time, looks at the clock.</summary>
/// <param name="store">Whose guest waits; null where none does.</param>
internal sealed class WorkMeter(Store? store)
{
    // Instructions, operands put in place and entries of tables between two looks at the clock.
    private const int UnitsBetweenLooks = 1 << 16;

    private int _units;

    /// <exception cref="WasmTrapException">The guest must stop.</exception>
    public void Add(int units = 1)
    {
        _units += units;
        if (_units >= UnitsBetweenLooks)
        {
            _units = 0;
            store?.CheckInterrupt();
        }
    }
}

namespace Boternity.Skills.Wasm.Components.Types;

/// <summary>
/// Bounds the work that a binary's types can cause: sharing lets a small binary describe types whose comparison would
/// take forever.
/// </summary>
internal sealed class TypeWork(long binaryLength, LoadClock clock)
{
    private long _left = ComponentLimits.TypeWorkBase + (binaryLength * ComponentLimits.TypeWorkPerByte);

    public void Spend(long offset, long steps = 1)
    {
        clock.Advance((int)Math.Min(steps, int.MaxValue));
        _left -= steps;
        if (_left < 0)
        {
            throw new WasmValidationException(
                "comparing the component's types takes more work than the limit allows", offset);
        }
    }
}

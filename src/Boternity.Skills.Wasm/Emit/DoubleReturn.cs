namespace Boternity.Skills.Wasm.Emit;

/// <summary>As <see cref="IntegerReturn"/>, for f64.</summary>
internal struct DoubleReturn
{
    public double Value;
    public long Fuel;
}

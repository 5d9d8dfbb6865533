namespace Boternity.Skills.Wasm.Emit;

/// <summary>What compiled code returns beside its result: the fuel it has left, so that fuel stays in a processor
/// register across calls.</summary>
internal struct IntegerReturn
{
    public long Value;
    public long Fuel;
}

/// <summary>As <see cref="IntegerReturn"/>, for f32.</summary>
internal struct SingleReturn
{
    public float Value;
    public long Fuel;
}

/// <summary>As <see cref="IntegerReturn"/>, for f64.</summary>
internal struct DoubleReturn
{
    public double Value;
    public long Fuel;
}

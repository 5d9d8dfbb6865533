using System.Reflection;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>What compiled code returns beside its result: the fuel it has left, so that fuel stays in a processor
/// register across calls.</summary>
internal struct IntegerReturn
{
    public static readonly FieldInfo ValueField = typeof(IntegerReturn).GetField(nameof(Value))!;
    public static readonly FieldInfo FuelField = typeof(IntegerReturn).GetField(nameof(Fuel))!;

    public long Value;
    public long Fuel;
}

/// <summary>As <see cref="IntegerReturn"/>, for f32.</summary>
internal struct SingleReturn
{
    public static readonly FieldInfo ValueField = typeof(SingleReturn).GetField(nameof(Value))!;
    public static readonly FieldInfo FuelField = typeof(SingleReturn).GetField(nameof(Fuel))!;

    public float Value;
    public long Fuel;
}

/// <summary>As <see cref="IntegerReturn"/>, for f64.</summary>
internal struct DoubleReturn
{
    public static readonly FieldInfo ValueField = typeof(DoubleReturn).GetField(nameof(Value))!;
    public static readonly FieldInfo FuelField = typeof(DoubleReturn).GetField(nameof(Fuel))!;

    public double Value;
    public long Fuel;
}

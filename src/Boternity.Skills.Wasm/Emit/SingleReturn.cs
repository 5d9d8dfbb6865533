namespace Boternity.Skills.Wasm.Emit;

/// <summary>As <see cref="IntegerReturn"/>, for f32.</summary>
internal struct SingleReturn
{
    public float Value;
    public long Fuel;
}

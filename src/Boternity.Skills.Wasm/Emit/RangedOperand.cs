namespace Boternity.Skills.Wasm.Emit;

/// <summary>An operand of the guest's stack, while ranges are looked for.</summary>
/// <param name="Range">What is known of it, if it is an i32.</param>
/// <param name="Local">The local that has the same value; null for none.</param>
/// <param name="Constant">Its value, if that is known.</param>
/// <param name="Condition">The comparison that it is the result of.</param>
internal readonly record struct RangedOperand(
    ValueRange Range = default, int? Local = null, uint? Constant = null, LocalCondition? Condition = null)
{
    /// <summary>The operand, after a local has changed.</summary>
    public RangedOperand Without(int local) =>
        new(Range, Local == local ? null : Local, Constant, Condition?.Local == local ? null : Condition);
}

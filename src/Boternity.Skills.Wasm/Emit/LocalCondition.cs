using Boternity.Skills.Wasm.Instructions;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>A comparison of a local with a constant, on which a branch depends.</summary>
/// <param name="Local">The local, an i32.</param>
/// <param name="Comparison">The instruction, with the local as its first operand.</param>
/// <param name="Constant">The second operand.</param>
/// <param name="IsNegated">Whether it is the opposite.</param>
internal readonly record struct LocalCondition(int Local, Opcode Comparison, uint Constant, bool IsNegated)
{
    /// <summary>What is known of the local where the condition holds, or does not.</summary>
    /// <param name="local">What is known of it before.</param>
    /// <param name="holds">Whether it does.</param>
    public ValueRange Apply(ValueRange local, bool holds)
    {
        bool isNegative = (int)Constant < 0;
        return Positive(holds ^ IsNegated) switch
        {
            Opcode.I32Eq => local.AtMost(Constant),
            Opcode.I32Ne => local.Except(Constant),
            Opcode.I32LtU when Constant > 0 => local.AtMost(Constant - 1),
            Opcode.I32LeU => local.AtMost(Constant),

            // Of what is not negative.
            Opcode.I32LtS when local.Max <= int.MaxValue && !isNegative && Constant > 0 => local.AtMost(Constant - 1),
            Opcode.I32LeS when local.Max <= int.MaxValue && !isNegative => local.AtMost(Constant),
            _ => local,
        };
    }

    /// <summary>The comparison with its operands the other way round.</summary>
    public static Opcode Turn(Opcode comparison) => comparison switch
    {
        Opcode.I32LtS => Opcode.I32GtS,
        Opcode.I32LtU => Opcode.I32GtU,
        Opcode.I32GtS => Opcode.I32LtS,
        Opcode.I32GtU => Opcode.I32LtU,
        Opcode.I32LeS => Opcode.I32GeS,
        Opcode.I32LeU => Opcode.I32GeU,
        Opcode.I32GeS => Opcode.I32LeS,
        Opcode.I32GeU => Opcode.I32LeU,
        _ => comparison,
    };

    // The comparison that is true: the one it is, or its opposite.
    private Opcode Positive(bool holds) => holds ? Comparison : Comparison switch
    {
        Opcode.I32Eq => Opcode.I32Ne,
        Opcode.I32Ne => Opcode.I32Eq,
        Opcode.I32LtS => Opcode.I32GeS,
        Opcode.I32LtU => Opcode.I32GeU,
        Opcode.I32GtS => Opcode.I32LeS,
        Opcode.I32GtU => Opcode.I32LeU,
        Opcode.I32LeS => Opcode.I32GtS,
        Opcode.I32LeU => Opcode.I32GtU,
        Opcode.I32GeS => Opcode.I32LtS,
        _ => Opcode.I32LtU,
    };
}

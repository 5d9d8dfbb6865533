namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>What a conditional branch asks: a branch instruction with its two operands.</summary>
internal readonly record struct Condition(RegisterOp Branch, uint A, uint B)
{
    /// <summary>The condition that a comparison's result is not zero; null where the instruction is none.</summary>
    public static Condition? FromComparison(in Instr comparison) => comparison.Op switch
    {
        RegisterOp.I32Eqz => new Condition(RegisterOp.BrIfZero, comparison.B, 0),
        RegisterOp.I64Eqz => new Condition(RegisterOp.BrI64EqConst, comparison.B, 0),
        _ => Comparisons.ToBranch(comparison.Op) is { } branch
            ? new Condition(branch, comparison.B, comparison.C)
            : null,
    };

    /// <summary>The opposite.</summary>
    public Condition Negate() => this with { Branch = Negate(Branch) };

    private static RegisterOp Negate(RegisterOp op) => op switch
    {
        RegisterOp.BrIf => RegisterOp.BrIfZero,
        RegisterOp.BrIfZero => RegisterOp.BrIf,
        _ => Comparisons.Negate(op),
    };
}

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>What a conditional branch asks: a branch instruction with its two operands.</summary>
internal readonly record struct Condition(RegisterOp Branch, uint A, uint B)
{
    /// <summary>The opposite.</summary>
    public Condition Negate() => this with { Branch = Negate(Branch) };

    private static RegisterOp Negate(RegisterOp op) => op switch
    {
        RegisterOp.BrIf => RegisterOp.BrIfZero,
        RegisterOp.BrIfZero => RegisterOp.BrIf,
        _ => Comparisons.Negate(op),
    };
}

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>
/// Integer comparisons and what is made of them. In each group of ten (two types; with register or constant; as value
/// or as branch) the order is eq, ne, lt_s, lt_u, gt_s, gt_u, le_s, le_u, ge_s, ge_u, as in the binary format.
/// </summary>
internal static class Comparisons
{
    private const int Count = 10;

    private static ReadOnlySpan<byte> Negated => [1, 0, 8, 9, 6, 7, 4, 5, 2, 3];

    private static ReadOnlySpan<byte> Mirrored => [0, 1, 4, 5, 2, 3, 8, 9, 6, 7];

    /// <summary>The branch that jumps where the comparison is true, or null where the instruction is no integer
    /// comparison.</summary>
    public static RegisterOp? ToBranch(RegisterOp op) => op switch
    {
        >= RegisterOp.I32Eq and <= RegisterOp.I32GeU => op - RegisterOp.I32Eq + RegisterOp.BrI32Eq,
        >= RegisterOp.I64Eq and <= RegisterOp.I64GeU => op - RegisterOp.I64Eq + RegisterOp.BrI64Eq,
        >= RegisterOp.I32EqConst and <= RegisterOp.I32GeUConst => op - RegisterOp.I32EqConst + RegisterOp.BrI32EqConst,
        >= RegisterOp.I64EqConst and <= RegisterOp.I64GeUConst => op - RegisterOp.I64EqConst + RegisterOp.BrI64EqConst,
        _ => null,
    };

    /// <summary>The branch that jumps where the given one does not.</summary>
    public static RegisterOp Negate(RegisterOp branch) => Map(branch, RegisterOp.BrI32Eq, Negated);

    /// <summary>The comparison, with a register, that is the same with its operands exchanged.</summary>
    public static RegisterOp Mirror(RegisterOp comparison) =>
        Map(comparison, comparison >= RegisterOp.I64Eq ? RegisterOp.I64Eq : RegisterOp.I32Eq, Mirrored);

    private static RegisterOp Map(RegisterOp op, RegisterOp first, ReadOnlySpan<byte> map)
    {
        int place = op - first;
        return (RegisterOp)((int)first + (place / Count * Count) + map[place % Count]);
    }
}

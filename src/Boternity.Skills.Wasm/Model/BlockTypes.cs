namespace Boternity.Skills.Wasm.Model;

/// <summary>Function types for the short forms of a block type: nothing, or one result.</summary>
internal static class BlockTypes
{
    public static readonly FuncType Empty = new([], []);

    private static readonly FuncType I32 = new([], [ValType.I32]);
    private static readonly FuncType I64 = new([], [ValType.I64]);
    private static readonly FuncType F32 = new([], [ValType.F32]);
    private static readonly FuncType F64 = new([], [ValType.F64]);
    private static readonly FuncType V128 = new([], [ValType.V128]);
    private static readonly FuncType FuncRef = new([], [ValType.FuncRef]);
    private static readonly FuncType ExternRef = new([], [ValType.ExternRef]);

    /// <summary>The type of a block that has one result and no parameter.</summary>
    public static FuncType Of(ValType result) => result switch
    {
        ValType.I32 => I32,
        ValType.I64 => I64,
        ValType.F32 => F32,
        ValType.F64 => F64,
        ValType.V128 => V128,
        ValType.FuncRef => FuncRef,
        ValType.ExternRef => ExternRef,
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, null),
    };
}

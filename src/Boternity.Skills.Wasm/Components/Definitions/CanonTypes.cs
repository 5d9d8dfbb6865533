using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>The core function types that the canonical ABI fixes.</summary>
internal static class CanonTypes
{
    public static readonly FuncType Realloc = new([ValType.I32, ValType.I32, ValType.I32, ValType.I32], [ValType.I32]);
    public static readonly FuncType Destructor = new([ValType.I32], []);
    public static readonly FuncType ResourceDrop = Destructor;
    public static readonly FuncType ResourceNew = new([ValType.I32], [ValType.I32]);
    public static readonly FuncType ResourceRep = ResourceNew;
}

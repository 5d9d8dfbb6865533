using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>
/// The canonical options of a lifted or lowered function. Indices into the component's core index spaces; -1 where an
/// option is not given.
/// </summary>
internal sealed record CanonOptions(StringEncoding Encoding, int Memory, int Realloc, int PostReturn);

/// <summary>The canonical functions on resources.</summary>
internal enum ResourceBuiltin : byte
{
    New,
    Drop,
    Rep,
}

/// <summary>The core function types that the canonical ABI fixes.</summary>
internal static class CanonTypes
{
    public static readonly FuncType Realloc = new([ValType.I32, ValType.I32, ValType.I32, ValType.I32], [ValType.I32]);
    public static readonly FuncType Destructor = new([ValType.I32], []);
    public static readonly FuncType ResourceDrop = Destructor;
    public static readonly FuncType ResourceNew = new([ValType.I32], [ValType.I32]);
    public static readonly FuncType ResourceRep = ResourceNew;
}

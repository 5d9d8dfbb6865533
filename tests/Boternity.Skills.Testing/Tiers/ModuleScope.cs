using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Testing.Tiers;

/// <summary>What the functions of a generated module can refer to.</summary>
internal sealed class ModuleScope
{
    public const int TableLength = 16;
    public const int DataBytes = 64;

    public List<(ValType Type, bool IsMutable)> Globals { get; } = [];

    /// <summary>The types of all functions, imports first; the index of each in the module's types.</summary>
    public List<(ValType[] Parameters, ValType[] Results, int TypeIndex)> Functions { get; } = [];

    public int ImportedFunctions { get; set; }

    public int Memories { get; set; }

    /// <summary>Tables 0 (of functions) and 1 (of references of the host).</summary>
    public int Tables { get; set; }

    public int DataSegments { get; set; }

    public int ElementSegments { get; set; }

    /// <summary>Functions that ref.func may name.</summary>
    public List<int> Declared { get; } = [];

    /// <summary>Whether loops carry values, functions recurse, and instances share memories, tables and
    /// globals.</summary>
    public bool IsInvolved { get; init; }

    /// <summary>The global that says how many calls may still be recursive; nothing else uses it.</summary>
    public int RecursionGlobal { get; set; }

    public bool HasTailCalls { get; set; }

    /// <summary>Indices of the types that blocks may have, with their types.</summary>
    public List<(int Index, ValType[] Parameters, ValType[] Results)> BlockTypes { get; } = [];
}

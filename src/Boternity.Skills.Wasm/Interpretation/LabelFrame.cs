using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>A block that the translator is in.</summary>
internal struct LabelFrame
{
    public Opcode Opcode;
    public FuncType Type;

    /// <summary>Operands below the block's parameters.</summary>
    public int Height;

    /// <summary>Where its parameters and results stand, as a byte offset.</summary>
    public uint Slot;

    /// <summary>A loop's first instruction.</summary>
    public int Start;

    /// <summary>The last word that branches to the end, or -1; each such word's C is the one before, plus
    /// one.</summary>
    public int Branches;

    /// <summary>The word that branches to the else part, or -1.</summary>
    public int ElseBranch;

    public readonly ReadOnlySpan<ValType> LabelTypes => Opcode == Opcode.Loop ? Type.Parameters : Type.Results;
}

using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Validation;

/// <summary>An entry of the control stack (core specification, appendix "Validation Algorithm").</summary>
internal struct BlockFrame
{
    /// <summary>Block, loop, if or else; block for the function itself.</summary>
    public Opcode Opcode;
    public FuncType Type;

    /// <summary>The operand stack's height below the block's parameters.</summary>
    public int Height;
    public bool Unreachable;

    public readonly ReadOnlySpan<ValType> LabelTypes => Opcode == Opcode.Loop ? Type.Parameters : Type.Results;
}

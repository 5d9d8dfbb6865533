using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Instructions;

/// <summary>All the engine knows about an instruction before it runs.</summary>
internal sealed class OpcodeInfo(
    Opcode opcode,
    string name,
    ImmediateKind immediate,
    ValType[]? operands,
    ValType[]? results,
    WasmFeatures feature,
    byte alignment,
    byte lanes)
{
    public Opcode Opcode { get; } = opcode;

    /// <summary>The name in the text format.</summary>
    public string Name { get; } = name;

    public ImmediateKind Immediate { get; } = immediate;

    /// <summary>False where the types depend on immediates or operands (control, variables, references): those the
    /// validator knows itself.</summary>
    public bool HasFixedSignature { get; } = operands is not null;

    /// <summary>The operands, the deepest on the stack first; empty without a fixed signature.</summary>
    public ReadOnlySpan<ValType> Operands => operands;

    /// <summary>The results; empty without a fixed signature. No instruction of a fixed signature has more than
    /// one.</summary>
    public ReadOnlySpan<ValType> Results => results;

    /// <summary>The feature it belongs to; <see cref="WasmFeatures.Mvp"/> for WebAssembly 1.0.</summary>
    public WasmFeatures Feature { get; } = feature;

    /// <summary>The natural alignment of a memory access, as an exponent of two; the access has that many
    /// bytes.</summary>
    public byte Alignment { get; } = alignment;

    /// <summary>How many lanes its lane immediate chooses among; 0 where it has none.</summary>
    public byte Lanes { get; } = lanes;
}

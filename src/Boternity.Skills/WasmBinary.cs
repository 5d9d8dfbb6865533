namespace Boternity.Skills;

/// <summary>The program of a tool skill: bytes, and what they are.</summary>
public sealed record WasmBinary
{
    /// <summary>Gets what the bytes are.</summary>
    public required WasmBinaryKind Kind { get; init; }

    /// <summary>Gets the content of <c>skill.wasm</c>.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>
    /// Gets whether it stands in for a program that the skill does not bring: what it answers is the skill's own text.
    /// </summary>
    /// <value>true for a stub marker; else false, unless the compiler made it.</value>
    public bool IsStub { get => field || Kind == WasmBinaryKind.Stub; init; }

    /// <summary>Whether both are the same bytes of the same kind.</summary>
    public bool Equals(WasmBinary? other) =>
        other is not null && Kind == other.Kind && IsStub == other.IsStub && Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Bytes.Length);
}

/// <summary>What the bytes of a <c>skill.wasm</c> are.</summary>
public enum WasmBinaryKind
{
    /// <summary>A WebAssembly component (Component Model, Binary.md).</summary>
    Component,

    /// <summary>A WebAssembly core module, version 1 (core specification, section 5.5.16).</summary>
    Module,

    /// <summary>The stub marker: not WebAssembly; the executor answers with the skill's body.</summary>
    Stub,
}

namespace Boternity.Skills.Wasm.Guests;

/// <summary>One entry of a directory.</summary>
public sealed record GuestDirectoryEntry
{
    /// <summary>Gets the name: one part of a path.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what it is.</summary>
    public required GuestFileKind Kind { get; init; }
}

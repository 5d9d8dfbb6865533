namespace Boternity.Skills.Wasm.Guests;

/// <summary>What is known of a file, directory or link (of the link itself, never of what it leads to).</summary>
public sealed record GuestFileInfo
{
    /// <summary>Gets what it is.</summary>
    public required GuestFileKind Kind { get; init; }

    /// <summary>Gets the size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Gets the number of hard links.</summary>
    /// <value>1.</value>
    public long Links { get; init; } = 1;

    /// <summary>Gets the time of the last read.</summary>
    public required DateTimeOffset Accessed { get; init; }

    /// <summary>Gets the time of the last write.</summary>
    public required DateTimeOffset Modified { get; init; }

    /// <summary>Gets the time of the last change of its status.</summary>
    public required DateTimeOffset Changed { get; init; }

    /// <summary>
    /// Gets the number of the device. With <see cref="Node"/> it tells this entry from every other while it exists; 0
    /// where the platform does not say.
    /// </summary>
    public ulong Device { get; init; }

    /// <summary>Gets the number of the entry on its <see cref="Device"/>.</summary>
    public ulong Node { get; init; }
}

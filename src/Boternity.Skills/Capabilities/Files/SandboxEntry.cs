namespace Boternity.Skills.Capabilities.Files;

/// <summary>What is known of a file, directory or link (of the link itself, never of what it leads to).</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="Links">The number of hard links.</param>
/// <param name="Accessed">The time of the last read.</param>
/// <param name="Modified">The time of the last write.</param>
/// <param name="Changed">The time of the last change of its status.</param>
/// <param name="Device">With <paramref name="Node"/>, what tells this entry from every other while it exists; 0 where the platform does not say.</param>
/// <param name="Node">See <paramref name="Device"/>.</param>
internal sealed record SandboxEntry(
    SandboxEntryKind Kind,
    long Size,
    ulong Links,
    DateTimeOffset Accessed,
    DateTimeOffset Modified,
    DateTimeOffset Changed,
    ulong Device,
    ulong Node);

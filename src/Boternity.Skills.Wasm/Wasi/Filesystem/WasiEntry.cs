namespace Boternity.Skills.Wasm.Wasi;

/// <summary>What is known of a file or directory.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Size">The size in bytes.</param>
/// <param name="Links">The number of hard links.</param>
/// <param name="Accessed">The time of the last read.</param>
/// <param name="Modified">The time of the last write.</param>
/// <param name="Changed">The time of the last change of its status.</param>
/// <param name="Device">With <paramref name="Node"/>, what tells it from every other while it exists; 0 where nobody knows.</param>
/// <param name="Node">See <paramref name="Device"/>.</param>
internal sealed record WasiEntry(
    WasiFileKind Kind, long Size, ulong Links, DateTimeOffset Accessed, DateTimeOffset Modified, DateTimeOffset Changed, ulong Device, ulong Node);

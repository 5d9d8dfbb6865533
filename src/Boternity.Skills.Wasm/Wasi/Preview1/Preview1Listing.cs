namespace Boternity.Skills.Wasm.Wasi;

/// <summary>The entries of a directory as the last reading from the start found them.</summary>
internal sealed class Preview1Listing(IReadOnlyList<(string Name, WasiFileKind Kind)> entries)
{
    public IReadOnlyList<(string Name, WasiFileKind Kind)> Entries { get; } = entries;

    /// <summary>The host's memory that it takes, in bytes.</summary>
    public long Size { get; } = WasiDirectoryEntries.SizeOf(entries);
}

namespace Boternity.Skills.Wasm.Wasi;

/// <summary><c>wasi:filesystem/types.directory-entry-stream</c>.</summary>
internal sealed class WasiDirectoryEntries : WasiHeld
{
    private readonly IReadOnlyList<(string Name, WasiFileKind Kind)> _entries;
    private int _next;

    public WasiDirectoryEntries(WasiContext wasi, IReadOnlyList<(string Name, WasiFileKind Kind)> entries)
        : base(wasi)
    {
        Hold(SizeOf(entries));
        _entries = entries;
    }

    public static long SizeOf(IReadOnlyList<(string Name, WasiFileKind Kind)> entries) => 64 + entries.Sum(entry => 64L + (entry.Name.Length * sizeof(char)));

    public (string Name, WasiFileKind Kind)? Next() => _next < _entries.Count ? _entries[_next++] : null;
}

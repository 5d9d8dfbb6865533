namespace Boternity.Skills.Wasm.Wasi;

/// <summary><c>wasi:filesystem/types.directory-entry-stream</c>.</summary>
internal sealed class WasiDirectoryEntries(IReadOnlyList<(string Name, WasiFileKind Kind)> entries)
{
    private int _next;

    public (string Name, WasiFileKind Kind)? Next() => _next < entries.Count ? entries[_next++] : null;
}

using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Filesystem;

/// <summary><c>wasi:filesystem/types.directory-entry-stream</c>.</summary>
internal sealed class WasiDirectoryEntries(Guest guest, IGuestDirectory directory) : HostObject(guest, Bytes)
{
    private const long Bytes = 128;

    private readonly WasiDirectoryListing _listing = new(guest, directory);
    private int _next;

    /// <summary>The next entry; null at the end.</summary>
    public GuestDirectoryEntry? Next() => _next < _listing.Entries.Count ? _listing.Entries[_next++] : null;

    public override void Dispose()
    {
        _listing.Dispose();
        base.Dispose();
    }
}

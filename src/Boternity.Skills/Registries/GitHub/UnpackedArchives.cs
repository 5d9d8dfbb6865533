using Boternity.Skills.Packaging;

namespace Boternity.Skills.Registries.GitHub;

/// <summary>
/// The archive that several skills were taken from, one after the other: unpacked once, and kept as long as the memory
/// is not needed for something else. Of archives on disk alone; what is downloaded is read on its way.
/// </summary>
internal sealed class UnpackedArchives
{
    /// <summary>The most bytes of an archive that is kept unpacked, with what its entries take.</summary>
    public const long MaxBytes = 64L * 1024 * 1024;

    private const int BytesOfEntry = 256;

    private Recent _recent = new("", null);

    /// <summary>Gets the most bytes of an archive that is kept.</summary>
    public long MaxKeptBytes { get; init; } = MaxBytes;

    /// <summary>The entries of an archive that is kept; null where it is not.</summary>
    /// <param name="key">The archive's place and revision, which must never mean another content.</param>
    public IAsyncEnumerable<ArchiveEntry>? Find(string key) =>
        Volatile.Read(ref _recent) is { Entries: { } kept } recent
        && recent.Key == key
        && kept.TryGetTarget(out List<Entry>? entries)
            ? Open(entries)
            : null;

    /// <summary>The entries of an archive, which is kept when it is read a second time.</summary>
    /// <param name="key">The archive's place and revision.</param>
    /// <param name="archive">The archive.</param>
    /// <param name="read">Reads its entries.</param>
    /// <param name="cancellationToken">Stops the unpacking.</param>
    public async ValueTask<IAsyncEnumerable<ArchiveEntry>> OpenAsync(
        string key,
        Stream archive,
        Func<Stream, IAsyncEnumerable<ArchiveEntry>> read,
        CancellationToken cancellationToken)
    {
        Recent recent = Volatile.Read(ref _recent);
        if (!archive.CanSeek || recent.IsTooLarge || recent.Key != key)
        {
            if (recent.Key != key)
            {
                Volatile.Write(ref _recent, new Recent(key, null));
            }

            return read(archive);
        }

        if (await UnpackAsync(read(archive), cancellationToken).ConfigureAwait(false) is { } entries)
        {
            Volatile.Write(ref _recent, new Recent(key, new WeakReference<List<Entry>>(entries)));
            return Open(entries);
        }

        Volatile.Write(ref _recent, new Recent(key, null) { IsTooLarge = true });
        archive.Position = 0;
        return read(archive);
    }

    private async ValueTask<List<Entry>?> UnpackAsync(
        IAsyncEnumerable<ArchiveEntry> archive, CancellationToken cancellationToken)
    {
        List<Entry> entries = [];
        long left = MaxKeptBytes;
        await foreach (ArchiveEntry entry in archive.ConfigureAwait(false))
        {
            left -= entry.Length + BytesOfEntry;
            if (left < 0)
            {
                return null;
            }

            var content = new MemoryStream((int)entry.Length);
            await entry.Content.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
            left += entry.Length - content.Length;
            entries.Add(new Entry(entry with { Content = Stream.Null }, content.ToArray()));
        }

        return left < 0 ? null : entries;
    }

    private static IAsyncEnumerable<ArchiveEntry> Open(List<Entry> entries) => entries
        .Select(static entry => entry.Head with { Content = new MemoryStream(entry.Content, writable: false) })
        .ToAsyncEnumerable();

    private readonly record struct Entry(ArchiveEntry Head, byte[] Content);

    private sealed record Recent(string Key, WeakReference<List<Entry>>? Entries)
    {
        public bool IsTooLarge { get; init; }
    }
}

using System.Formats.Tar;
using System.Runtime.CompilerServices;

namespace Boternity.Skills.Packaging;

/// <summary>Streams the entries of a tar (ustar, pax and GNU).</summary>
internal static class TarArchive
{
    private const string SparseFile = "a sparse file";

    /// <summary>
    /// Each file, folder and link, in the archive's order. Network errors of the stream come through as they are.
    /// </summary>
    /// <remarks>A tar has no checksum of its files: who reads one by itself has to have one of the whole.</remarks>
    /// <exception cref="SkillPackageException">The archive is damaged or over a limit.</exception>
    public static async IAsyncEnumerable<ArchiveEntry> ReadAsync(
        Stream archive, ArchiveLimits limits, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var input = new TarInput(archive, limits);
        await using var _ = input.ConfigureAwait(false);
        await foreach (ArchiveEntry entry in ReadAsync(input, limits, cancellationToken).ConfigureAwait(false))
        {
            yield return entry;
        }
    }

    /// <summary>The same of what is decompressed, to its end.</summary>
    public static async IAsyncEnumerable<ArchiveEntry> ReadAsync(
        TarInput input, ArchiveLimits limits, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var tar = new TarReader(input, leaveOpen: true);
        await using var _ = tar.ConfigureAwait(false);
        int count = 0;
        while (await NextAsync(tar, input, cancellationToken).ConfigureAwait(false) is { } entry)
        {
            if (++count > limits.MaxEntries)
            {
                PackageErrors.ThrowArchiveLimit("entries", limits.MaxEntries);
            }

            if (entry.EntryType is not TarEntryType.GlobalExtendedAttributes)
            {
                yield return Describe(entry);
            }

            if (entry.DataStream is { } rest)
            {
                await rest.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
            }
        }

        // To the end, so that a cut archive does not pass for a short one.
        await input.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
        if (count == 0)
        {
            throw PackageErrors.Archive("it is empty.");
        }
    }

    private static async ValueTask<TarEntry?> NextAsync(
        TarReader tar, TarInput input, CancellationToken cancellationToken)
    {
        input.BeginHeader();
        try
        {
            return await tar.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException
            or OverflowException or ArgumentException
            or NotSupportedException)
        {
            throw PackageErrors.Archive("a tar header is damaged or missing.", e);
        }
        finally
        {
            input.EndHeader();
        }
    }

    private static ArchiveEntry Describe(TarEntry entry) => new(
        ArchiveEntry.NormalizePath(entry.Name),
        IsSparse(entry) ? SparseFile : DescribeKind(entry.EntryType),
        entry.EntryType is TarEntryType.Directory || entry.Name.EndsWith('/'),
        (entry.Mode & UnixFileMode.UserExecute) != 0,
        entry.Length,
        entry.DataStream ?? Stream.Null);

    // GNU tar's older form has a type of its own, the newer ones extended attributes. What would be read is not the
    // file's content.
    private static bool IsSparse(TarEntry entry) =>
        entry.EntryType is TarEntryType.SparseFile
        || (entry is PaxTarEntry pax
            && pax.ExtendedAttributes.Keys.Any(key => key.StartsWith("GNU.sparse.", StringComparison.Ordinal)));

    private static string? DescribeKind(TarEntryType type) => type switch
    {
        TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile
            or TarEntryType.Directory =>
            null,
        TarEntryType.SymbolicLink => "a symbolic link",
        TarEntryType.HardLink => "a hard link",
        TarEntryType.CharacterDevice or TarEntryType.BlockDevice => "a device",
        TarEntryType.Fifo => "a pipe",
        _ => $"an entry of the tar type '{(char)type}'",
    };
}

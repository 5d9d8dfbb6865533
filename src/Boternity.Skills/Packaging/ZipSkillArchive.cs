using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Boternity.Skills.Packaging;

/// <summary>Reads the entries of a zip.</summary>
internal static class ZipSkillArchive
{
    // PKZIP application note 4.4.15: the upper half of the external attributes is the mode of Unix (POSIX st_mode).
    private const int FormatMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;
    private const int SymbolicLink = 0xA000;
    private const int OwnerExecute = 0x40;

    /// <summary>Each file, folder and link, in the order of the central directory.</summary>
    /// <exception cref="SkillPackageException">The archive is damaged or over a limit.</exception>
    public static async IAsyncEnumerable<ArchiveEntry> ReadAsync(
        Stream archive, ArchiveLimits limits, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The directory is at the end of a zip, so the whole of it is needed before its first entry.
        MemoryStream whole = await BufferAsync(archive, limits, cancellationToken).ConfigureAwait(false);
        ZipLayout.Check(whole.GetBuffer().AsSpan(0, (int)whole.Length), limits.MaxEntries);
        ZipArchive zip = await OpenAsync(whole, cancellationToken).ConfigureAwait(false);
        await using var _ = zip.ConfigureAwait(false);
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            // Finder's copies of attributes, which are no part of what was packed.
            if (entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal))
            {
                continue;
            }

            ZipInput content = await OpenAsync(entry, cancellationToken).ConfigureAwait(false);
            await using var __ = content.ConfigureAwait(false);
            yield return Describe(entry, content);
        }
    }

    private static ArchiveEntry Describe(ZipArchiveEntry entry, Stream content)
    {
        int mode = entry.ExternalAttributes >> 16;
        return new ArchiveEntry(
            ArchiveEntry.NormalizePath(entry.FullName),
            (mode & FormatMask) switch
            {
                0 or RegularFile or Folder => null,
                SymbolicLink => "a symbolic link",
                _ => "a device or pipe",
            },
            entry.FullName.EndsWith('/') || (mode & FormatMask) == Folder,
            (mode & OwnerExecute) != 0,
            entry.Length,
            content);
    }

    private static async Task<MemoryStream> BufferAsync(
        Stream archive, ArchiveLimits limits, CancellationToken cancellationToken)
    {
        var whole = new MemoryStream();
        byte[] buffer = new byte[80 * 1024];
        while (await archive.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            whole.Write(buffer, 0, read);
            if (whole.Length > Math.Min(limits.MaxBytes, int.MaxValue))
            {
                PackageErrors.ThrowArchiveLimit("bytes", limits.MaxBytes);
            }
        }

        whole.Position = 0;
        return whole;
    }

    private static async Task<ZipArchive> OpenAsync(MemoryStream whole, CancellationToken cancellationToken)
    {
        try
        {
            ZipArchive zip = await ZipArchive
                .CreateAsync(whole, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken)
                .ConfigureAwait(false);
            // The directory is read at the first look at it, and its damage shows only then.
            _ = zip.Entries;
            return zip;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or ArgumentException)
        {
            throw PackageErrors.Archive("it is no zip, or its directory is damaged.", e);
        }
    }

    private static async Task<ZipInput> OpenAsync(ZipArchiveEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            return new ZipInput(
                await entry.OpenAsync(cancellationToken).ConfigureAwait(false), entry.Crc32, entry.Length);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw PackageErrors.Archive(
                $"the entry '{PackageErrors.Show(entry.FullName)}' is damaged, encrypted or compressed in an unknown "
                    + $"way.",
                e);
        }
    }
}

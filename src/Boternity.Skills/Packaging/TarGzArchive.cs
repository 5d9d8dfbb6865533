using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Boternity.Skills.Packaging;

/// <summary>Streams the entries of a tar.gz (ustar, pax and GNU).</summary>
internal static class TarGzArchive
{
    /// <summary>
    /// Each file, folder and link, in the archive's order. Network errors of the stream come through as they are.
    /// </summary>
    /// <exception cref="SkillPackageException">The archive is damaged, truncated or over a limit.</exception>
    public static async IAsyncEnumerable<ArchiveEntry> ReadAsync(
        Stream archive, ArchiveLimits limits, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var tail = new GzipTail(archive);
        await using var _ = tail.ConfigureAwait(false);
        var gunzip = new GZipStream(tail, CompressionMode.Decompress, leaveOpen: true);
        await using var __ = gunzip.ConfigureAwait(false);
        var input = new TarInput(gunzip, limits);
        await using var ___ = input.ConfigureAwait(false);
        await foreach (ArchiveEntry entry in TarArchive.ReadAsync(input, limits, cancellationToken)
            .ConfigureAwait(false))
        {
            yield return entry;
        }

        await tail.CheckAsync(input.Checksum, input.Length, cancellationToken).ConfigureAwait(false);
    }
}

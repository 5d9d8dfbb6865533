using System.Buffers.Binary;
using System.IO.Compression;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Registries.Git;

/// <summary>
/// Decompresses what stands in a pack: one zlib stream after the other, of which a pack does not say where they end.
/// The base library's reader does not say it, either; but a stream ends with the checksum of its content, which is
/// looked for in the last piece that the reader was given.
/// </summary>
/// <param name="pack">The pack.</param>
/// <param name="end">Where its objects end.</param>
/// <param name="charge">Is told of what is decompressed once more, to find where it ends.</param>
/// <param name="cancellationToken">Stops the work.</param>
internal sealed class GitInflater(byte[] pack, int end, Action<long> charge, CancellationToken cancellationToken)
{
    // Of Deflate (RFC 1951): a byte holds no more than this many.
    private const int MaxExpansion = 1_032;

    private const int ChecksumBytes = 4;

    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>Whether so many bytes can come out of what stands from a place on.</summary>
    public bool CanHold(int start, long size) => size <= (long)(end - start) * MaxExpansion;

    /// <summary>Decompresses an object.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="size">How many bytes come out.</param>
    /// <param name="take">Is given the bytes.</param>
    /// <returns>Where it ends.</returns>
    /// <exception cref="SkillPackageException">It is damaged, cut, or of another size.</exception>
    public int Inflate(int start, long size, Action<ReadOnlySpan<byte>> take)
    {
        var checksum = new Adler32();
        var input = new GitPackInput(pack, start, end);
        bool isWhole = TryInflate(
            input,
            size,
            block =>
            {
                checksum.Append(block);
                take(block);
            });
        return isWhole
            ? FindEnd(start, size, input, checksum.Value)
            : throw PackageErrors.Archive("an object of the pack ends too early, or is of another size than it says.");
    }

    /// <summary>The content of an object, as a stream; its size was checked before.</summary>
    public Stream Open(int start) =>
        new ZLibStream(new GitPackInput(pack, start, end), CompressionMode.Decompress, leaveOpen: false);

    private bool TryInflate(GitPackInput input, long size, Action<ReadOnlySpan<byte>> take)
    {
        using var zlib = new ZLibStream(input, CompressionMode.Decompress, leaveOpen: true);
        long left = size;
        try
        {
            int read;
            while ((read = zlib.Read(_buffer)) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                left -= read;
                if (left < 0)
                {
                    return false;
                }

                take(_buffer.AsSpan(0, read));
            }
        }
        catch (InvalidDataException e)
        {
            throw PackageErrors.Archive("the compressed data of an object of the pack are damaged.", e);
        }

        return left == 0 && !input.IsExhausted;
    }

    // By chance the checksum can stand in the piece twice, and on purpose a thousand times: then that is the end with
    // which the stream is whole.
    private int FindEnd(int start, long size, GitPackInput input, uint checksum)
    {
        Span<byte> pattern = stackalloc byte[ChecksumBytes];
        BinaryPrimitives.WriteUInt32BigEndian(pattern, checksum);
        int from = Math.Max(start, input.LastStart - ChecksumBytes + 1);
        int found = Next(pattern, from, input.NextStart);
        while (found >= 0)
        {
            int next = Next(pattern, found + 1, input.NextStart);
            int ends = found + ChecksumBytes;
            if (next < 0 || IsWhole(start, ends, size))
            {
                return ends;
            }

            found = next;
        }

        throw PackageErrors.Archive("an object of the pack has no checksum.");
    }

    private int Next(ReadOnlySpan<byte> pattern, int from, int to)
    {
        int at = pack.AsSpan(from, to - from).IndexOf(pattern);
        return at < 0 ? -1 : from + at;
    }

    private bool IsWhole(int start, int to, long size)
    {
        charge(size);
        try
        {
            return TryInflate(new GitPackInput(pack, start, to), size, static _ => { });
        }
        catch (SkillPackageException)
        {
            return false;
        }
    }
}

using System.Buffers.Binary;

namespace Boternity.Skills.Packaging;

/// <summary>
/// A gzip file on its way to be decompressed, of which the end is kept: its last eight bytes are checksum and length of
/// what came out (RFC 1952, section 2.3.1). The base library's reader accepts a file that ends before them, and
/// whatever comes after.
/// </summary>
internal sealed class GzipTail(Stream archive) : ReadOnlyInput
{
    private const int TailLength = 8;

    /// <summary>
    /// What is kept at least. The reader takes 8 KiB at a time, and at most two such blocks more than it needs.
    /// </summary>
    private const int KeptLength = 64 * 1024;

    private readonly byte[] _kept = new byte[2 * KeptLength];
    private int _count;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await archive.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Keep(buffer.Span[..read]);
        return read;
    }

    /// <summary>Compares the end with what came out.</summary>
    /// <exception cref="SkillPackageException">The end is missing, is of other content, or something comes after
    /// it.</exception>
    public async ValueTask CheckAsync(uint checksum, long length, CancellationToken cancellationToken)
    {
        byte[] more = new byte[1];
        if (await archive.ReadAsync(more, cancellationToken).ConfigureAwait(false) != 0
            || !EndsOnce(checksum, length))
        {
            throw PackageErrors.Archive("the gzip data end too early, are damaged, or have something after their end.");
        }
    }

    // What comes after the end can end in the same eight bytes: then they stand in what was kept before, too. That
    // compressed data have them by chance is out of the question.
    private bool EndsOnce(uint checksum, long length)
    {
        Span<byte> tail = stackalloc byte[TailLength];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, checksum);
        BinaryPrimitives.WriteUInt32LittleEndian(tail[4..], (uint)length);
        int at = _kept.AsSpan(0, _count).IndexOf(tail);
        return at >= 0 && at == _count - TailLength;
    }

    private void Keep(ReadOnlySpan<byte> block)
    {
        block = block.Length > KeptLength ? block[^KeptLength..] : block;
        if (_count + block.Length > _kept.Length)
        {
            _kept.AsSpan(_count - KeptLength, KeptLength).CopyTo(_kept);
            _count = KeptLength;
        }

        block.CopyTo(_kept.AsSpan(_count));
        _count += block.Length;
    }
}

using System.Buffers.Binary;

namespace Boternity.Skills.Packaging;

/// <summary>
/// A gzip file on its way to be decompressed, of which the last eight bytes are kept: checksum and length of what came
/// out (RFC 1952, section 2.3.1). The base library's reader accepts a file that ends before them, and whatever
/// comes after.
/// </summary>
internal sealed class GzipTail(Stream archive) : ReadOnlyInput
{
    private const int TailLength = 8;

    private readonly byte[] _tail = new byte[TailLength];
    private long _length;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await archive.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Keep(buffer.Span[..read]);
        return read;
    }

    /// <summary>Reads what the decompression left, and compares.</summary>
    /// <exception cref="SkillPackageException">The end is missing, is of other content, or something comes after
    /// it.</exception>
    public async ValueTask CheckAsync(uint checksum, long length, CancellationToken cancellationToken)
    {
        await CopyToAsync(Null, cancellationToken).ConfigureAwait(false);
        if (_length < TailLength
            || BinaryPrimitives.ReadUInt32LittleEndian(_tail) != checksum
            || BinaryPrimitives.ReadUInt32LittleEndian(_tail.AsSpan(4)) != (uint)length)
        {
            throw PackageErrors.Archive("the gzip data end too early, are damaged, or have something after their end.");
        }
    }

    private void Keep(ReadOnlySpan<byte> block)
    {
        _length += block.Length;
        if (block.Length >= TailLength)
        {
            block[^TailLength..].CopyTo(_tail);
        }
        else if (!block.IsEmpty)
        {
            _tail.AsSpan(block.Length).CopyTo(_tail);
            block.CopyTo(_tail.AsSpan(TailLength - block.Length));
        }
    }
}

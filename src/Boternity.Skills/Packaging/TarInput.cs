namespace Boternity.Skills.Packaging;

/// <summary>
/// What TarReader reads from: the bytes of a tar, decompressed, counted. While a header is read, a budget stops headers
/// that ask for gigabytes of names and attributes, before TarReader makes room for them.
/// </summary>
internal sealed class TarInput(Stream tar, ArchiveLimits limits) : ReadOnlyInput
{
    private const int BlockSize = 512;
    private const int SizeOffset = 124;
    private const int SizeLength = 12;
    private const int TypeOffset = 156;

    private readonly Crc32 _checksum = new();
    private long _total;
    private long _headerBudget = long.MaxValue;

    /// <summary>The checksum of what was read.</summary>
    public uint Checksum => _checksum.Value;

    /// <summary>How many bytes were read.</summary>
    public override long Length => _total;

    public void BeginHeader() => _headerBudget = limits.MaxHeaderBytes;

    public void EndHeader() => _headerBudget = long.MaxValue;

    // Reads fill the buffer, so that a header block arrives in one piece and can be looked at.
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        try
        {
            read = await tar
                .ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw PackageErrors.Archive("the gzip data are damaged or end too early.", e);
        }

        Count(buffer.Span[..read]);
        return read;
    }

    private void Count(ReadOnlySpan<byte> block)
    {
        _total += block.Length;
        _checksum.Append(block);
        if (_total > limits.MaxBytes)
        {
            PackageErrors.ThrowArchiveLimit("bytes after decompression", limits.MaxBytes);
        }

        if (_headerBudget == long.MaxValue)
        {
            return;
        }

        _headerBudget -= block.Length;
        if (_headerBudget < 0 || (block.Length == BlockSize && IsOversizedAttributes(block)))
        {
            PackageErrors.ThrowArchiveLimit("bytes in the header of an entry", limits.MaxHeaderBytes);
        }
    }

    // POSIX pax: extended headers have type 'x' or 'g'; GNU long names and link names 'L' and 'K'. The size is octal,
    // or base 256 when the first bit is set, which no honest header of these types needs.
    private bool IsOversizedAttributes(ReadOnlySpan<byte> block)
    {
        if (!"xgLK"u8.Contains(block[TypeOffset]))
        {
            return false;
        }

        ReadOnlySpan<byte> field = block.Slice(SizeOffset, SizeLength);
        if ((field[0] & 0x80) != 0)
        {
            return true;
        }

        long size = 0;
        foreach (byte b in field.Trim(" \0"u8))
        {
            size = (size * 8) + (b - '0');
        }

        return size > limits.MaxHeaderBytes;
    }
}

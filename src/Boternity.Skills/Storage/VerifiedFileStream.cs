using System.Security.Cryptography;

namespace Boternity.Skills.Storage;

/// <summary>
/// A file that is hashed while it is read. The bytes that complete it are given only when the whole is what was
/// recorded, so that whoever reads to the end has read what was installed, and whoever reads a changed file gets an
/// error in place of its end.
/// </summary>
internal sealed class VerifiedFileStream(
    Stream file, InstalledFile recorded, Func<string, SkillIntegrityException> broken) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _position;
    private bool _isWhole;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => recorded.Size;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || _isWhole)
        {
            return 0;
        }

        int read = file.Read(buffer);
        Check(buffer[..read]);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || _isWhole)
        {
            return 0;
        }

        int read = await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Check(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Check(Span<byte> block)
    {
        _position += block.Length;
        if (_position > recorded.Size || (block.IsEmpty && _position < recorded.Size))
        {
            block.Clear();
            throw broken("is not the file that was installed: its size differs");
        }

        _hash.AppendData(block);
        if (_position < recorded.Size)
        {
            return;
        }

        Span<byte> more = stackalloc byte[1];
        if (file.Read(more) != 0)
        {
            block.Clear();
            throw broken("is not the file that was installed: its size differs");
        }

        if (Convert.ToHexStringLower(_hash.GetHashAndReset()) != recorded.Sha256)
        {
            block.Clear();
            throw broken("is not the file that was installed: its SHA-256 differs");
        }

        _isWhole = true;
    }
}

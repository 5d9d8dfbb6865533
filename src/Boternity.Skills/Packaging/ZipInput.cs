namespace Boternity.Skills.Packaging;

/// <summary>The content of one zip entry, with the library's own error where the data are damaged.</summary>
internal sealed class ZipInput(Stream content, uint checksum, long length) : ReadOnlyInput
{
    private readonly Crc32 _checksum = new();
    private long _read;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            int read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            Check(buffer.Span[..read], isEnd: read == 0 && buffer.Length > 0);
            return read;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw PackageErrors.Archive("the compressed data of an entry are damaged or end too early.", e);
        }
    }

    private void Check(ReadOnlySpan<byte> block, bool isEnd)
    {
        _read += block.Length;
        _checksum.Append(block);
        if (_read > length || (isEnd && (_read != length || _checksum.Value != checksum)))
        {
            throw PackageErrors.Archive("an entry has another length or checksum than the directory says.");
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
        }

        base.Dispose(disposing);
    }
}

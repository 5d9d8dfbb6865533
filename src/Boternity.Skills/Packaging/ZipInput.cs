namespace Boternity.Skills.Packaging;

/// <summary>The content of one zip entry, with the library's own error where the data are damaged.</summary>
internal sealed class ZipInput(Stream content) : ReadOnlyInput
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw PackageErrors.Archive("the compressed data of an entry are damaged or end too early.", e);
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

namespace Boternity.Skills.Wasm.Wasi;

/// <summary>Reads a file from an offset on.</summary>
internal sealed class WasiFileInput(WasiSharedFile file, long offset) : WasiInputStream
{
    private long _offset = offset;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.Length == 0) return 0;
        try
        {
            int read = file.File.Read(_offset, buffer);
            _offset += read;
            return read == 0 ? -1 : read;
        }
        catch (WasiFileException e)
        {
            throw new WasiStreamException(new WasiError(e.Message, e.Code));
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        file.Release();
    }
}

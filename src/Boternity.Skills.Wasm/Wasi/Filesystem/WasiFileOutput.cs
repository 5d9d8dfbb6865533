namespace Boternity.Skills.Wasm.Wasi;

/// <summary>Writes a file from an offset on, or at its end.</summary>
/// <param name="file">The file.</param>
/// <param name="offset">Where to begin; null to append.</param>
internal sealed class WasiFileOutput(WasiSharedFile file, long? offset) : WasiOutputStream
{
    private long? _offset = offset;

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            file.File.Write(_offset ?? file.File.Length, bytes);
            if (_offset is not null) _offset += bytes.Length;
        }
        catch (WasiFileException e)
        {
            throw new WasiStreamException(new WasiError(e.Message, e.Code));
        }
    }

    public override void Flush()
    {
        // Bytes are with the host's file system already; making them durable is what sync is for.
    }

    public override void Dispose()
    {
        base.Dispose();
        file.Release();
    }
}

using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Wasi.Io;

namespace Boternity.Skills.Wasm.Wasi.Filesystem;

/// <summary>Writes a file from an offset on, or at its end.</summary>
internal sealed class WasiFileOutput : WasiOutputStream
{
    private readonly WasiSharedFile _file;
    private long? _offset;

    /// <param name="guest">The run.</param>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where to begin; null to append.</param>
    public WasiFileOutput(Guest guest, WasiSharedFile file, long? offset)
        : base(guest)
    {
        file.AddReference();
        _file = file;
        _offset = offset;
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _file.File.Write(_offset ?? _file.File.Length, bytes);
            if (_offset is not null)
            {
                _offset += bytes.Length;
            }
        }
        catch (GuestFileException e)
        {
            throw new WasiStreamException(new WasiError(Guest, e));
        }
    }

    public override void Dispose()
    {
        _file.Release();
        base.Dispose();
    }
}

using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Wasi.Io;

namespace Boternity.Skills.Wasm.Wasi.Filesystem;

/// <summary>Reads a file from an offset on.</summary>
internal sealed class WasiFileInput : WasiInputStream
{
    private readonly WasiSharedFile _file;
    private long _offset;

    public WasiFileInput(Guest guest, WasiSharedFile file, long offset)
        : base(guest)
    {
        file.AddReference();
        _file = file;
        _offset = offset;
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.Length == 0)
        {
            return 0;
        }

        try
        {
            int read = _file.File.Read(_offset, buffer);
            _offset += read;
            return read == 0 ? -1 : read;
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

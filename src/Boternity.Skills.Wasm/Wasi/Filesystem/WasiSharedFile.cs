using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Wasm.Wasi.Filesystem;

/// <summary>A file that a descriptor and the streams made from it hold together; the last one closes it.</summary>
internal sealed class WasiSharedFile(IGuestFile file)
{
    private int _holders = 1;

    public IGuestFile File { get; } = file;

    public void AddReference() => _holders++;

    public void Release()
    {
        if (--_holders == 0)
        {
            File.Dispose();
        }
    }
}

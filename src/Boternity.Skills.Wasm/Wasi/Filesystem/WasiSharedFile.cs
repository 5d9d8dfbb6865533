namespace Boternity.Skills.Wasm.Wasi;

/// <summary>A file that a descriptor and the streams made from it hold together; the last one closes it.</summary>
internal sealed class WasiSharedFile(WasiFile file)
{
    private int _holders = 1;

    public WasiFile File { get; } = file;

    public WasiSharedFile Hold()
    {
        _holders++;
        return this;
    }

    public void Release()
    {
        if (--_holders == 0) File.Dispose();
    }
}

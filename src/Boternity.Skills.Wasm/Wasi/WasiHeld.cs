namespace Boternity.Skills.Wasm.Wasi;

/// <summary>
/// Something of a guest's that takes memory of the host's. All of it together is bounded (<see cref="WasiContext.Hold"/>): handles are many, and each
/// could be large. What is never released counts to the end of the run.
/// </summary>
internal abstract class WasiHeld(WasiContext? wasi) : IDisposable
{
    private long _held;

    public void Dispose()
    {
        wasi?.Hold(-Interlocked.Exchange(ref _held, 0));
        GC.SuppressFinalize(this);
    }

    /// <summary>Accounts for bytes more; fewer where negative.</summary>
    /// <exception cref="WasmTrapException">There is no room.</exception>
    protected void Hold(long bytes)
    {
        if (wasi is null) return;
        Interlocked.Add(ref _held, bytes);
        wasi.Hold(bytes);
    }
}

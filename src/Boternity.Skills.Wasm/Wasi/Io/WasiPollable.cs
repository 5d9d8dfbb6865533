namespace Boternity.Skills.Wasm.Wasi;

/// <summary>Something that a guest waits for: <c>wasi:io/poll</c>'s resource. This one is always ready.</summary>
internal class WasiPollable
{
    public virtual bool IsReady => true;

    /// <summary>When to look again, at the latest.</summary>
    public virtual int GetWaitMilliseconds() => 0;
}

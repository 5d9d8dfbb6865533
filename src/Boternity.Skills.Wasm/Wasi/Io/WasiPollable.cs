using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Io;

/// <summary>Something that a guest waits for: <c>wasi:io/poll</c>'s resource. This one is always ready.</summary>
internal class WasiPollable(Guest guest) : HostObject(guest, Bytes)
{
    private const long Bytes = 96;

    public virtual bool IsReady => true;

    /// <summary>What it waits for, where that is a task of the host; null for anything else.</summary>
    public virtual Task? Awaited => null;

    /// <summary>When to look again, at the latest.</summary>
    public virtual int GetWaitMilliseconds() => 0;
}

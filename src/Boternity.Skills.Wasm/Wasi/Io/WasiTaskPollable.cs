using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Io;

/// <summary>Ready when a task of the host is done, well or badly.</summary>
internal sealed class WasiTaskPollable(Guest guest, Task task) : WasiPollable(guest)
{
    public override bool IsReady => task.IsCompleted;

    public override Task? Awaited => task;

    public override int GetWaitMilliseconds() => WasiWait.MaxSliceMilliseconds;
}

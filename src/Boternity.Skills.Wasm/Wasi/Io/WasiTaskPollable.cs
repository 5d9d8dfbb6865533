namespace Boternity.Skills.Wasm.Wasi;

/// <summary>Ready when a task of the host is done, well or badly.</summary>
internal sealed class WasiTaskPollable(Task task) : WasiPollable
{
    public override bool IsReady => task.IsCompleted;

    public override int GetWaitMilliseconds() => 1;
}

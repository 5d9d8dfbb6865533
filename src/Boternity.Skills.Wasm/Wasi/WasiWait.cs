using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Wasi;

/// <summary>Waits on behalf of a guest. The run's deadline and cancellation are looked at every few milliseconds.</summary>
internal static class WasiWait
{
    private const int MaxSliceMilliseconds = 5;

    /// <summary>Waits until one of the pollables is ready.</summary>
    /// <exception cref="WasmTrapException">The run's time is over, or it was cancelled.</exception>
    public static void UntilAny(Store store, ReadOnlySpan<WasiPollable> pollables)
    {
        while (true)
        {
            int wait = MaxSliceMilliseconds;
            foreach (WasiPollable pollable in pollables)
            {
                if (pollable.IsReady) return;
                wait = Math.Min(wait, pollable.GetWaitMilliseconds());
            }

            store.CheckInterrupt();
            if (wait == 0) Thread.Yield();
            else if (store.Options.CancellationToken.CanBeCanceled) store.Options.CancellationToken.WaitHandle.WaitOne(wait);
            else Thread.Sleep(wait);
        }
    }

    /// <summary>Waits for a host's task.</summary>
    public static void Until(Store store, Task task) => UntilAny(store, [new WasiTaskPollable(task)]);
}

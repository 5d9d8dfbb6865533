using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Io;

/// <summary>
/// Waits on behalf of a guest. The run's deadline and cancellation are looked at every few milliseconds.
/// </summary>
internal static class WasiWait
{
    private const int MaxSliceMilliseconds = 5;

    /// <summary>Waits until one of the pollables is ready.</summary>
    /// <exception cref="WasmTrapException">The run's time is over, or it was cancelled.</exception>
    public static void UntilAny(Guest guest, ReadOnlySpan<WasiPollable> pollables)
    {
        while (true)
        {
            int wait = MaxSliceMilliseconds;
            foreach (WasiPollable pollable in pollables)
            {
                if (pollable.IsReady)
                {
                    return;
                }

                wait = Math.Min(wait, pollable.GetWaitMilliseconds());
            }

            guest.CheckInterrupt();
            if (wait == 0)
            {
                Thread.Yield();
            }
            else if (guest.CancellationToken.CanBeCanceled)
            {
                guest.CancellationToken.WaitHandle.WaitOne(wait);
            }
            else
            {
                Thread.Sleep(wait);
            }
        }
    }
}

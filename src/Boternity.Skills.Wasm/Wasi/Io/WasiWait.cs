using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Io;

/// <summary>
/// Waits on behalf of a guest. What it waits for wakes it, as does the end of the run; the run's deadline is looked at
/// every few milliseconds.
/// </summary>
internal static class WasiWait
{
    /// <summary>How long a guest sleeps at most between two looks at its deadline.</summary>
    public const int MaxSliceMilliseconds = 25;

    /// <summary>Waits until one of the pollables is ready.</summary>
    /// <exception cref="WasmTrapException">The run's time is over, or it was cancelled.</exception>
    public static void UntilAny(Guest guest, ReadOnlySpan<WasiPollable> pollables)
    {
        Task[]? awaited = null;
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
            awaited ??= AwaitedBy(pollables);
            if (wait == 0)
            {
                Thread.Yield();
            }
            else
            {
                Sleep(awaited, wait, guest.CancellationToken);
            }
        }
    }

    private static Task[] AwaitedBy(ReadOnlySpan<WasiPollable> pollables)
    {
        List<Task> tasks = [];
        foreach (WasiPollable pollable in pollables)
        {
            if (pollable.Awaited is { } task)
            {
                tasks.Add(task);
            }
        }

        return [.. tasks];
    }

    private static void Sleep(Task[] awaited, int milliseconds, CancellationToken end)
    {
        if (awaited.Length > 0)
        {
            try
            {
                Task.WaitAny(awaited, milliseconds, end);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                // The next look at the deadline stops the guest, with a backtrace.
            }
        }
        else if (end.CanBeCanceled)
        {
            end.WaitHandle.WaitOne(milliseconds);
        }
        else
        {
            Thread.Sleep(milliseconds);
        }
    }
}

using System.Diagnostics;

namespace Boternity.Skills.Wasm.Hosting;

/// <summary>
/// The threads that guests run on. A guest waits for its host on its thread, so that guests on the pool's threads would
/// hold up everybody's work. A thread that has nothing to do is kept for a while; the one that was used last is used
/// next. How many guests run at once is decided by whoever starts them.
/// </summary>
internal static class GuestThreads
{
    private const int MaxIdle = 64;

    private static readonly Lock Gate = new();
    private static readonly GuestThread?[] Idle = new GuestThread?[MaxIdle];
    private static int _idle;
    private static int _running;
    private static int _waiting;

    /// <summary>Gets how many threads wait for work.</summary>
    public static int IdleCount
    {
        get
        {
            lock (Gate)
            {
                return _idle;
            }
        }
    }

    /// <summary>Runs work on a thread of its own.</summary>
    public static ValueTask<T> RunAsync<T>(Func<T> work) => Start(work).WaitAsync();

    /// <summary>
    /// Runs work on a thread of its own. Where it is expected to be short, the caller waits some microseconds on its
    /// own thread before it gives that back.
    /// </summary>
    /// <param name="work">The work.</param>
    /// <param name="pace">How long such work took before.</param>
    public static ValueTask<T> RunAsync<T>(Func<T> work, GuestPace pace)
    {
        GuestWork<T> started = Start(() =>
        {
            long start = Stopwatch.GetTimestamp();
            try
            {
                return work();
            }
            finally
            {
                pace.Record(Stopwatch.GetTimestamp() - start);
            }
        });
        if (pace.IsShort)
        {
            if (Interlocked.Increment(ref _waiting) + Volatile.Read(ref _running) <= Environment.ProcessorCount)
            {
                GuestSpin.Until(started);
            }
            else
            {
                // The processor is a guest's: perhaps of the one that is waited for.
                GuestSpin.YieldUntil(started);
            }

            Interlocked.Decrement(ref _waiting);
        }

        return started.WaitAsync();
    }

    /// <summary>Notes that a guest has ended.</summary>
    internal static void NoteEnd() => Interlocked.Decrement(ref _running);

    /// <summary>Keeps a thread that has nothing to do, unless there are enough.</summary>
    internal static bool TryKeep(GuestThread thread)
    {
        lock (Gate)
        {
            if (_idle == MaxIdle)
            {
                return false;
            }

            Idle[_idle++] = thread;
            return true;
        }
    }

    /// <summary>
    /// Lets go of a thread that wants to end. False where it was taken meanwhile: then it is given work.
    /// </summary>
    internal static bool TryForget(GuestThread thread)
    {
        lock (Gate)
        {
            int place = Array.IndexOf(Idle, thread, 0, _idle);
            if (place < 0)
            {
                return false;
            }

            _idle--;
            Array.Copy(Idle, place + 1, Idle, place, _idle - place);
            Idle[_idle] = null;
            return true;
        }
    }

    private static GuestWork<T> Start<T>(Func<T> work)
    {
        var next = new GuestWork<T>(work);
        if (TakeIdle() is { } thread)
        {
            thread.Give(next);
        }
        else
        {
            new GuestThread(next).Start();
        }

        Interlocked.Increment(ref _running);
        return next;
    }

    private static GuestThread? TakeIdle()
    {
        lock (Gate)
        {
            if (_idle == 0)
            {
                return null;
            }

            GuestThread? thread = Idle[--_idle];
            Idle[_idle] = null;
            return thread;
        }
    }
}

using System.Collections.Concurrent;

namespace Boternity.Skills.Wasm.Hosting;

/// <summary>
/// The threads that guests run on. A guest waits for its host on its thread, so that guests on the pool's threads would
/// hold up everybody's work. A thread that has nothing to do is kept for a while. How many guests run at once is
/// decided by whoever starts them.
/// </summary>
internal static class GuestThreads
{
    /// <summary>
    /// The stack of each thread: half of it for compiled code, which uses an eighth of a store's stack at most, the
    /// rest for the interpreter, the host's functions, and what the runtime wants to be left.
    /// </summary>
    public const int StackBytes = 1 << 20;

    private const int MaxIdle = 64;
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(10);
    private static readonly ConcurrentStack<GuestThread> Idle = new();

    /// <summary>Runs work on a thread of its own.</summary>
    public static Task<T> RunAsync<T>(Func<T> work)
    {
        // Whoever waits for the result goes on elsewhere: the thread is the guest's.
        var task = new Task<T>(work, TaskCreationOptions.RunContinuationsAsynchronously);
        Start(() => task.RunSynchronously(TaskScheduler.Default));
        return task;
    }

    private static void Start(Action work)
    {
        while (Idle.TryPop(out GuestThread? idle))
        {
            if (idle.TryGive(work))
            {
                return;
            }
        }

        new GuestThread(work).Start();
    }

    private sealed class GuestThread(Action first)
    {
        private readonly object _gate = new();
        private Action? _next = first;
        private bool _isOver;

        public void Start() => new Thread(Work, StackBytes) { IsBackground = true, Name = "WebAssembly guest" }.Start();

        /// <summary>Gives the idle thread work; false where it has ended meanwhile.</summary>
        public bool TryGive(Action work)
        {
            lock (_gate)
            {
                if (!_isOver)
                {
                    _next = work;
                    Monitor.Pulse(_gate);
                }

                return !_isOver;
            }
        }

        private void Work()
        {
            do
            {
                _next!();
            }
            while (WaitForWork());
        }

        private bool WaitForWork()
        {
            lock (_gate)
            {
                _next = null;
                if (Idle.Count < MaxIdle)
                {
                    Idle.Push(this);
                    Monitor.Wait(_gate, IdleTime);
                }

                _isOver = _next is null;
                return !_isOver;
            }
        }
    }
}

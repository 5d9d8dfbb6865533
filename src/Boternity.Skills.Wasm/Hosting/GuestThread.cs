using System.Diagnostics.CodeAnalysis;

namespace Boternity.Skills.Wasm.Hosting;

/// <summary>
/// A thread of <see cref="GuestThreads"/>. Between two pieces of work it looks for the next for a moment before it
/// sleeps: waking a thread takes longer than most guests run.
/// </summary>
/// <param name="first">The first piece of work.</param>
[SuppressMessage("Design", "CA1001", Justification = "The thread disposes of what it owns when it ends.")]
internal sealed class GuestThread(GuestWork first) : IGuestSpinWaiter
{
    /// <summary>
    /// The stack of each thread: half of it for compiled code, which uses an eighth of a store's stack at most, the
    /// rest for the interpreter, the host's functions, and what the runtime wants to be left.
    /// </summary>
    private const int StackBytes = 1 << 20;

    private const int Awake = 0;
    private const int Asleep = 1;

    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(10);
    private static readonly int MaxSpinning = Environment.ProcessorCount;
    private static int _spinning;

    private readonly AutoResetEvent _wake = new(initialState: false);
    private GuestWork? _next = first;
    private int _state = Awake;

    /// <summary>Whether there is work.</summary>
    public bool IsOver => Volatile.Read(ref _next) is not null;

    // Without the context of whoever needs it first: each piece of work brings its own.
    public void Start() =>
        new Thread(Work, StackBytes) { IsBackground = true, Name = "WebAssembly guest" }.UnsafeStart();

    /// <summary>Gives the thread work. It has none, and nobody else gives it any: it was taken from the idle.</summary>
    public void Give(GuestWork work)
    {
        Volatile.Write(ref _next, work);
        if (Interlocked.Exchange(ref _state, Awake) == Asleep)
        {
            _wake.Set();
        }
    }

    private void Work()
    {
        bool kept;
        do
        {
            GuestWork work = _next!;
            _next = null;
            work.Run();
            GuestThreads.NoteEnd();
            kept = GuestThreads.TryKeep(this);
            work.Complete();
        }
        while (kept && (Spin() || Sleep()));
        _wake.Dispose();
    }

    private bool Spin()
    {
        if (Interlocked.Increment(ref _spinning) <= MaxSpinning)
        {
            GuestSpin.Until(this);
        }

        Interlocked.Decrement(ref _spinning);
        return IsOver;
    }

    private bool Sleep()
    {
        Interlocked.Exchange(ref _state, Asleep);
        if (Volatile.Read(ref _next) is not null)
        {
            // Whoever gave the work and saw the thread asleep wakes it, which must not wake it the next time.
            if (Interlocked.CompareExchange(ref _state, Awake, Asleep) == Awake)
            {
                _wake.WaitOne();
            }

            return true;
        }

        if (_wake.WaitOne(IdleTime))
        {
            return true;
        }

        if (GuestThreads.TryForget(this))
        {
            return false;
        }

        // It was taken from the idle and is about to be given work.
        _wake.WaitOne();
        return true;
    }
}

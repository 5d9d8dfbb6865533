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

    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(10);
    private static readonly int MaxSpinning = Environment.ProcessorCount;

    // Stands in the place of the next work while the thread sleeps.
    private static readonly object Asleep = new();

    private static int _spinning;

    private readonly AutoResetEvent _wake = new(initialState: false);

    // What is next, null while there is nothing, or Asleep. Giving work and seeing that the thread sleeps is one step:
    // whoever gave work could be held up before a second one for as long as the work takes, and wake the thread for no
    // work when it sleeps again.
    private object? _next = first;

    /// <summary>Whether there is work.</summary>
    public bool IsOver => Volatile.Read(ref _next) is GuestWork;

    // Without the context of whoever needs it first: each piece of work brings its own.
    public void Start() =>
        new Thread(Work, StackBytes) { IsBackground = true, Name = "WebAssembly guest" }.UnsafeStart();

    /// <summary>Gives the thread work. It has none, and nobody else gives it any: it was taken from the idle.</summary>
    public void Give(GuestWork work)
    {
        if (Interlocked.Exchange(ref _next, work) == Asleep)
        {
            _wake.Set();
        }
    }

    private void Work()
    {
        bool kept;
        do
        {
            var work = (GuestWork)Interlocked.Exchange(ref _next, null)!;
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
        if (Interlocked.CompareExchange(ref _next, Asleep, null) is not null)
        {
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

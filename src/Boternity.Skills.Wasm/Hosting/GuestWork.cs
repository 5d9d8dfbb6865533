using System.Diagnostics.CodeAnalysis;

namespace Boternity.Skills.Wasm.Hosting;

/// <summary>What a thread of <see cref="GuestThreads"/> does.</summary>
internal abstract class GuestWork
{
    /// <summary>Does it. What it throws is kept as the result.</summary>
    public abstract void Run();

    /// <summary>
    /// Lets whoever waits have the result. A step of its own: the thread is to be found among the idle before.
    /// </summary>
    public abstract void Complete();
}

/// <summary>Work with a result, which is asked for once.</summary>
/// <param name="work">The work.</param>
internal sealed class GuestWork<T>(Func<T> work) : GuestWork, IGuestSpinWaiter
{
    private const int Running = 0;
    private const int Awaited = 1;
    private const int Over = 2;

    // What the host's services find in their context (its user, its span, its log's scopes) is that of whoever runs the
    // guest, and never of whoever had the thread before.
    private readonly ExecutionContext? _context = ExecutionContext.Capture();

    private T _value = default!;
    private Exception? _failure;
    private TaskCompletionSource<T>? _result;
    private int _state;

    /// <summary>Whether the work is done.</summary>
    public bool IsOver => Volatile.Read(ref _state) == Over;

    /// <summary>Gets the result.</summary>
    public ValueTask<T> WaitAsync()
    {
        if (!IsOver)
        {
            // Whoever waits goes on elsewhere: the thread is the guest's.
            _result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Interlocked.CompareExchange(ref _state, Awaited, Running) == Running)
            {
                return new ValueTask<T>(_result.Task);
            }
        }

        return _failure is { } failure ? ValueTask.FromException<T>(failure) : new ValueTask<T>(_value);
    }

    public override void Run()
    {
        if (_context is null)
        {
            RunHere();
            return;
        }

        ExecutionContext.Run(_context, static work => ((GuestWork<T>)work!).RunHere(), this);
    }

    public override void Complete()
    {
        if (Interlocked.Exchange(ref _state, Over) != Awaited)
        {
            return;
        }

        if (_failure is { } failure)
        {
            _result!.SetException(failure);
        }
        else
        {
            _result!.SetResult(_value);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whoever waits for the result gets the exception.")]
    private void RunHere()
    {
        try
        {
            _value = work();
        }
        catch (Exception exception)
        {
            _failure = exception;
        }
    }
}

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

/// <summary>Work with a result.</summary>
/// <param name="work">The work.</param>
internal sealed class GuestWork<T>(Func<T> work) : GuestWork
{
    // Whoever waits for the result goes on elsewhere: the thread is the guest's.
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private T _value = default!;
    private Exception? _failure;

    public Task<T> Task => _result.Task;

    [SuppressMessage("Design", "CA1031", Justification = "Whoever waits for the result gets the exception.")]
    public override void Run()
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

    public override void Complete()
    {
        if (_failure is { } failure)
        {
            _result.SetException(failure);
        }
        else
        {
            _result.SetResult(_value);
        }
    }
}

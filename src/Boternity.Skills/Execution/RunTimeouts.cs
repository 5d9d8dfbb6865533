using System.Collections.Concurrent;

namespace Boternity.Skills.Execution;

/// <summary>
/// Tokens that are cancelled when a run's time is over. One that was not is used again: making a timer and its token
/// costs more than many a run.
/// </summary>
internal sealed class RunTimeouts(TimeProvider time) : IDisposable
{
    private const int MaxKept = 64;

    private readonly ConcurrentBag<CancellationTokenSource> _kept = [];

    /// <summary>Begins to count. Give the source back when the run is over.</summary>
    /// <param name="timeout">How long the run may take.</param>
    public CancellationTokenSource Start(TimeSpan timeout)
    {
        if (!_kept.TryTake(out CancellationTokenSource? source))
        {
            return new CancellationTokenSource(timeout, time);
        }

        source.CancelAfter(timeout);
        return source;
    }

    /// <summary>Ends the counting. Nothing of the run may still hold the source's token.</summary>
    public void Stop(CancellationTokenSource source)
    {
        if (_kept.Count < MaxKept && source.TryReset())
        {
            _kept.Add(source);
        }
        else
        {
            source.Dispose();
        }
    }

    public void Dispose()
    {
        while (_kept.TryTake(out CancellationTokenSource? source))
        {
            source.Dispose();
        }
    }
}

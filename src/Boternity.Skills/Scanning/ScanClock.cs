namespace Boternity.Skills.Scanning;

/// <summary>Says when a scan has had its time, or was cancelled.</summary>
internal sealed class ScanClock(TimeProvider time, TimeSpan limit, CancellationToken cancellationToken)
{
    private const int CallsBetweenLooks = 256;

    private readonly long _start = time.GetTimestamp();
    private int _calls;

    /// <summary>Looks at the time.</summary>
    /// <exception cref="OperationCanceledException">The scan was cancelled.</exception>
    /// <exception cref="TimeoutException">It has had its time.</exception>
    public void Look()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (time.GetElapsedTime(_start) > limit)
        {
            throw new TimeoutException();
        }
    }

    /// <summary>Looks at the time once in a while, for loops that take little time each turn.</summary>
    public void LookSometimes()
    {
        if (++_calls >= CallsBetweenLooks)
        {
            _calls = 0;
            Look();
        }
    }
}

using System.Diagnostics;

namespace Boternity.Skills.Wasm;

/// <summary>
/// Bounds the time that loading a binary takes. Whatever a binary can make long (types, segments, code) advances the
/// clock as it is read; every so often the clock looks at the time and at the token.
/// </summary>
internal sealed class LoadClock
{
    // Units between two looks. A unit is what takes some nanoseconds: a byte of code, a type of a parameter.
    private const int UnitsBetweenLooks = 1 << 16;

    private readonly TimeSpan? _limit;
    private readonly long _deadline;
    private readonly CancellationToken _cancellation;
    private int _left = UnitsBetweenLooks;

    /// <param name="limit">How long loading may take, from now on; null for any time.</param>
    /// <param name="cancellation">Ends loading.</param>
    public LoadClock(TimeSpan? limit = null, CancellationToken cancellation = default)
    {
        _limit = limit;
        _cancellation = cancellation;
        _deadline = limit is { } time
            ? Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency)
            : long.MaxValue;
    }

    /// <summary>Gets or sets what is called at each look; it may end loading by an exception.</summary>
    public Action? OnLook { get; set; }

    /// <summary>Counts work, and looks at the time if that was much.</summary>
    /// <param name="units">How much work; bytes are a good measure.</param>
    /// <exception cref="WasmLoadTimeoutException">The time is over.</exception>
    /// <exception cref="OperationCanceledException">Loading was cancelled.</exception>
    public void Advance(int units = 1)
    {
        _left -= units;
        if (_left < 0)
        {
            Look();
        }
    }

    /// <summary>Looks at the time now.</summary>
    /// <exception cref="WasmLoadTimeoutException">The time is over.</exception>
    /// <exception cref="OperationCanceledException">Loading was cancelled.</exception>
    public void Look()
    {
        _left = UnitsBetweenLooks;
        _cancellation.ThrowIfCancellationRequested();
        OnLook?.Invoke();
        if (_deadline != long.MaxValue && Stopwatch.GetTimestamp() >= _deadline)
        {
            throw new WasmLoadTimeoutException(_limit!.Value);
        }
    }
}

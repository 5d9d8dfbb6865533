namespace Boternity.Skills.Wasmtime.Running;

/// <summary>
/// Increments an engine's epoch while guests run: each looks at its time and its token at every tick. Guests that go on
/// after it was disposed of are still stopped by their time.
/// </summary>
internal sealed class EpochTicker : IDisposable
{
    private const int Period = 5;

    // The timer goes on for a while after the last guest: the next one is not to wait for it.
    private const int IdleTicks = 200;

    private readonly EngineHandle _engine;
    private readonly Lock _lock = new();
    private readonly Timer _timer;
    private int _running;
    private int _idle;
    private bool _ticks;
    private bool _disposed;

    public EpochTicker(EngineHandle engine)
    {
        _engine = engine;
        _timer = new Timer(static state => ((EpochTicker)state!).Tick(), this, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>A guest begins to run.</summary>
    /// <exception cref="ObjectDisposedException">The engine was disposed of.</exception>
    public void Enter()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(WasmtimeEngine));
            _running++;
            if (!_ticks)
            {
                _ticks = true;
                _timer.Change(Period, Period);
            }
        }
    }

    /// <summary>A guest has ended.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            if (--_running > 0 || !_disposed)
            {
                return;
            }
        }

        _timer.Dispose();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            if (_running > 0)
            {
                return;
            }
        }

        _timer.Dispose();
    }

    private void Tick()
    {
        lock (_lock)
        {
            _idle = _running > 0 ? 0 : _idle + 1;
            if (_idle > IdleTicks)
            {
                _idle = 0;
                _ticks = false;
                _timer.Change(Timeout.Infinite, Timeout.Infinite);
                return;
            }
        }

        _engine.IncrementEpoch();
    }
}

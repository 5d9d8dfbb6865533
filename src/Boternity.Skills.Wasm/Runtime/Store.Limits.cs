using System.Diagnostics;

namespace Boternity.Skills.Wasm.Runtime;

/// <content>Fuel, time and memory.</content>
internal sealed unsafe partial class Store
{
    private long _fuelGiven;

    /// <summary>The fuel that is left. Setting it gives the guests new fuel.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long Fuel
    {
        get => FuelLeft;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _fuelGiven = value + FuelConsumed;
            if (_fuelGiven < 0)
            {
                _fuelGiven = long.MaxValue;
            }

            FuelLeft = _fuelGiven == long.MaxValue ? long.MaxValue - FuelConsumed : value;
        }
    }

    /// <summary>The fuel that all runs have used. The same module and input use the same on every machine and every
    /// tier.</summary>
    public long FuelConsumed => _fuelGiven - FuelLeft;

    /// <summary>Bytes that all memories and tables take now.</summary>
    public long MemoryBytes { get; private set; }

    /// <summary>The most that all memories and tables ever took together, in bytes.</summary>
    public long PeakMemoryBytes { get; private set; }

    /// <summary>Fuel not handed out; a running guest holds a slice of its own.</summary>
    internal long FuelLeft { get; set; }

    /// <summary>Uses fuel on behalf of the guest, from a host function.</summary>
    /// <exception cref="WasmTrapException">There is not that much left.</exception>
    public void ConsumeFuel(long units)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(units);
        if (units > FuelLeft)
        {
            FuelLeft = 0;
            ThrowHelper.Trap(TrapCode.OutOfFuel);
        }

        FuelLeft -= units;
    }

    /// <summary>Stops the guest if its time is over or its run was cancelled. Called at least every few hundred
    /// microseconds.</summary>
    /// <exception cref="WasmTrapException">The guest must stop.</exception>
    public void CheckInterrupt()
    {
        if (Options.CancellationToken.IsCancellationRequested)
        {
            ThrowHelper.Trap(TrapCode.Cancelled);
        }

        if (_deadline != long.MaxValue && Stopwatch.GetTimestamp() >= _deadline)
        {
            ThrowHelper.Trap(TrapCode.DeadlineExceeded);
        }
    }

    /// <summary>Gives back what is left of the fuel that a guest holds, or takes what it used too much, and hands out
    /// the next slice.</summary>
    /// <exception cref="WasmTrapException">There is no fuel left, or the guest must stop.</exception>
    internal int TakeSlice(long held, int most)
    {
        long left = FuelLeft + held;
        FuelLeft = Math.Max(0, left);
        if (left < 0)
        {
            ThrowHelper.Trap(TrapCode.OutOfFuel);
        }

        CheckInterrupt();
        int slice = (int)Math.Min(FuelLeft, most);
        FuelLeft -= slice;
        return slice;
    }

    /// <summary>Takes memory from the store's cap, or answers false.</summary>
    internal bool TryReserve(long bytes)
    {
        if (bytes > Options.MaxMemoryBytes - MemoryBytes)
        {
            return false;
        }

        MemoryBytes += bytes;
        if (MemoryBytes > PeakMemoryBytes)
        {
            PeakMemoryBytes = MemoryBytes;
        }

        return true;
    }

    internal void Unreserve(long bytes) => MemoryBytes -= bytes;
}

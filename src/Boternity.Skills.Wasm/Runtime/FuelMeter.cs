namespace Boternity.Skills.Wasm.Runtime;

/// <summary>The fuel of a store: what it was given, and what is left.</summary>
internal sealed class FuelMeter(long fuel)
{
    private long _given = fuel;

    /// <summary>What is left and not handed out; a running guest holds a slice of its own.</summary>
    public long Left { get; set; } = fuel;

    /// <summary>What all runs have used.</summary>
    public long Consumed => _given - Left;

    /// <summary>Gives new fuel in place of what is left.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public void Refill(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        long consumed = Consumed;
        _given = value + consumed;
        if (_given < 0)
        {
            _given = long.MaxValue;
        }

        Left = _given == long.MaxValue ? long.MaxValue - consumed : value;
    }

    /// <exception cref="WasmTrapException">There is not that much left.</exception>
    public void Consume(long units)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(units);
        if (units > Left)
        {
            Left = 0;
            ThrowHelper.Trap(TrapCode.OutOfFuel);
        }

        Left -= units;
    }

    /// <summary>Takes back what is left of a slice, or what was used too much.</summary>
    /// <exception cref="WasmTrapException">There is no fuel left.</exception>
    public void TakeBack(long held)
    {
        long left = Left + held;
        Left = Math.Max(0, left);
        if (left < 0)
        {
            ThrowHelper.Trap(TrapCode.OutOfFuel);
        }
    }

    /// <summary>Hands out the next slice.</summary>
    public int HandOut(int most)
    {
        int slice = (int)Math.Min(Left, most);
        Left -= slice;
        return slice;
    }
}

using System.Numerics;
using Boternity.Skills.Wasm.Instructions;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>What is known of an i32 before the guest runs. The default is nothing.</summary>
internal readonly record struct ValueRange
{
    // Shifts take their amount modulo the width.
    private const uint ShiftMask = 31;

    // What is missing to the largest number, so that the default is no promise.
    private readonly uint _missing;

    /// <param name="max">What it is at most, unsigned.</param>
    /// <param name="zeros">How many of its lowest bits are zero.</param>
    public ValueRange(uint max, int zeros)
    {
        Zeros = Math.Min(zeros, (int)ShiftMask);
        _missing = ~(max & (uint.MaxValue << Zeros));
    }

    /// <summary>What it is at most, unsigned.</summary>
    public uint Max => ~_missing;

    /// <summary>How many of its lowest bits are zero; 31 at most.</summary>
    public int Zeros { get; }

    public static ValueRange Of(uint constant) => new(constant, BitOperations.TrailingZeroCount(constant));

    /// <summary>What is known of a value that is one or the other.</summary>
    public static ValueRange Join(ValueRange one, ValueRange other) =>
        new(Math.Max(one.Max, other.Max), Math.Min(one.Zeros, other.Zeros));

    /// <summary>The same value where it is known to be at most something.</summary>
    public ValueRange AtMost(uint max) => new(Math.Min(Max, max), Zeros);

    /// <summary>The same value where it is known not to be a constant.</summary>
    public ValueRange Except(uint constant) => constant > 0 && Max == constant ? AtMost(constant - 1) : this;

    /// <summary>What an instruction on one i32 makes of it.</summary>
    public static ValueRange Of(Opcode opcode, ValueRange value) => opcode switch
    {
        Opcode.I32Eqz => new(1, 0),
        Opcode.I32Clz or Opcode.I32Ctz or Opcode.I32Popcnt => new(32, 0),
        _ => default,
    };

    /// <summary>What an instruction on two i32 makes of them.</summary>
    public static ValueRange Of(Opcode opcode, ValueRange left, ValueRange right)
    {
        int zeros = Math.Min(left.Zeros, right.Zeros);
        return opcode switch
        {
            Opcode.I32Add => Wrapped((ulong)left.Max + right.Max, zeros),
            Opcode.I32Sub => new(uint.MaxValue, zeros),
            Opcode.I32Mul => Wrapped((ulong)left.Max * right.Max, left.Zeros + right.Zeros),
            Opcode.I32And => new(Math.Min(left.Max, right.Max), Math.Max(left.Zeros, right.Zeros)),
            Opcode.I32Or or Opcode.I32Xor => new(BitsUpTo(left.Max | right.Max), zeros),
            Opcode.I32RemU => new(right.Max == 0 ? 0 : Math.Min(left.Max, right.Max - 1), 0),
            Opcode.I32DivU or Opcode.I32ShrU => new(left.Max, 0),
            >= Opcode.I32Eq and <= Opcode.I32GeU => new(1, 0),
            _ => default,
        };
    }

    /// <summary>As <see cref="Of(Opcode, ValueRange, ValueRange)"/>, where the second is a constant.</summary>
    public static ValueRange Of(Opcode opcode, ValueRange left, uint right)
    {
        int amount = (int)(right & ShiftMask);
        switch (opcode)
        {
            case Opcode.I32Shl: return Wrapped((ulong)left.Max << amount, left.Zeros + amount);
            case Opcode.I32ShrU or Opcode.I32ShrS when opcode == Opcode.I32ShrU || left.Max <= int.MaxValue:
                return new(left.Max >> amount, Math.Max(0, left.Zeros - amount));
            case Opcode.I32DivU when right != 0: return new(left.Max / right, 0);
            default: return Of(opcode, left, Of(right));
        }
    }

    private static ValueRange Wrapped(ulong max, int zeros) =>
        new(max > uint.MaxValue ? uint.MaxValue : (uint)max, zeros);

    private static uint BitsUpTo(uint max) => max == 0 ? 0 : uint.MaxValue >> BitOperations.LeadingZeroCount(max);
}

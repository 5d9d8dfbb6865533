using System.Runtime.CompilerServices;
using Boternity.Skills.Wasm.Interpretation;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Runtime.Numerics;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// What emitted code calls for everything that may trap: the checks are here, not in the emitter, so that a mistake
/// there cannot leave them out. The JIT inlines them.
/// </summary>
/// <remarks>
/// The last parameter of each, <c>mark</c>, has in its low half the instruction's offset in the binary, and in its high
/// half the fuel that was used but not yet taken from <c>fuel</c> (negative).
/// </remarks>
internal static unsafe class CompiledHelpers
{
    // What is moved at once; beyond it the interpreter's way is no slower.
    private const ulong MaxMoved = 4096;

    private const long NotMoved = -1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static RegionExit Leave(long next, long fuel) => new() { Next = next, Fuel = fuel };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasRoom(nint here, Instance instance) => here >= instance.NativeStack.Limit;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasFrame(nint end, Instance instance) => (byte*)end <= instance.Stack.FrameLimit;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool HasSlots(nint end, Instance instance) => (byte*)end <= instance.Stack.Limit;

    /// <summary>Says what is called, if the adapter that has it called must be told: the slot before the frame has the
    /// note of the call that the frame came from.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrepareTailCall(nint address, nint outward, Instance instance, int function)
    {
        if (address == outward)
        {
            instance.PendingIndex = function;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Never(Instance instance) => instance.IsNever;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Zero(Instance instance) => instance.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint MemoryBase(Instance instance) => (nint)instance.FirstMemory!.Base;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong MemoryLength(Instance instance) => instance.FirstMemory!.Length;

    /// <summary>Copies a few bytes within the first memory, if they are there and there is the fuel.</summary>
    /// <returns>The fuel that is left; negative where nothing was done.</returns>
    public static long TryCopy(long destination, long source, long count, nint memory, ulong length, long fuel)
    {
        if (!CanMove(destination, count, length, fuel) || (ulong)source + (ulong)count > length)
        {
            return NotMoved;
        }

        new ReadOnlySpan<byte>((byte*)memory + source, (int)count)
            .CopyTo(new Span<byte>((byte*)memory + destination, (int)count));
        return fuel - BulkOperations.CostOf(count);
    }

    /// <summary>Fills a few bytes of the first memory, if they are there and there is the fuel.</summary>
    /// <returns>The fuel that is left; negative where nothing was done.</returns>
    public static long TryFill(long destination, long value, long count, nint memory, ulong length, long fuel)
    {
        if (!CanMove(destination, count, length, fuel))
        {
            return NotMoved;
        }

        new Span<byte>((byte*)memory + destination, (int)count).Fill((byte)value);
        return fuel - BulkOperations.CostOf(count);
    }

    public static T LoadFar<T>(int address, uint offset, int memory, Instance instance, nint frame, long fuel,
        long mark)
        where T : unmanaged
    {
        Memory far = instance.Memories[memory];
        ulong at = (ulong)(uint)address + offset;
        if (GuestAccess.IsOutside(at, (ulong)sizeof(T), far.Length))
        {
            Traps.MemoryOutOfBounds(instance, frame, fuel, mark);
        }

        return GuestAccess.Load<T>(far.Base, at);
    }

    public static void StoreFar<T>(int address, T value, uint offset, int memory, Instance instance, nint frame,
        long fuel, long mark)
        where T : unmanaged
    {
        Memory far = instance.Memories[memory];
        ulong at = (ulong)(uint)address + offset;
        if (GuestAccess.IsOutside(at, (ulong)sizeof(T), far.Length))
        {
            Traps.MemoryOutOfBounds(instance, frame, fuel, mark);
        }

        GuestAccess.Store(far.Base, at, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Global(Instance instance, int index) => (nint)instance.Globals[index];

    /// <summary>A NaN of these bits. Not inlined: the JIT has constants of f32 as doubles, which makes a signalling NaN
    /// a quiet one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static float NotANumber(int bits) => BitConverter.Int32BitsToSingle(bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Select<T>(T first, T second, int condition) => condition != 0 ? first : second;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int I32DivS(int a, int b, Instance instance, nint frame, long fuel, long mark)
    {
        if (b == 0)
        {
            Traps.DivideByZero(instance, frame, fuel, mark);
        }

        if (b == -1 && a == int.MinValue)
        {
            Traps.IntegerOverflow(instance, frame, fuel, mark);
        }

        return a / b;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int I32DivU(int a, int b, Instance instance, nint frame, long fuel, long mark)
    {
        if (b == 0)
        {
            Traps.DivideByZero(instance, frame, fuel, mark);
        }

        return (int)((uint)a / (uint)b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int I32RemS(int a, int b, Instance instance, nint frame, long fuel, long mark)
    {
        if (b == 0)
        {
            Traps.DivideByZero(instance, frame, fuel, mark);
        }

        return b == -1 ? 0 : a % b;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int I32RemU(int a, int b, Instance instance, nint frame, long fuel, long mark)
    {
        if (b == 0)
        {
            Traps.DivideByZero(instance, frame, fuel, mark);
        }

        return (int)((uint)a % (uint)b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long I64DivS(long a, long b, Instance instance, nint frame, long fuel, long mark)
    {
        if (b == 0)
        {
            Traps.DivideByZero(instance, frame, fuel, mark);
        }

        if (b == -1 && a == long.MinValue)
        {
            Traps.IntegerOverflow(instance, frame, fuel, mark);
        }

        return a / b;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long I64DivU(long a, long b, Instance instance, nint frame, long fuel, long mark)
    {
        if (b == 0)
        {
            Traps.DivideByZero(instance, frame, fuel, mark);
        }

        return (long)((ulong)a / (ulong)b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long I64RemS(long a, long b, Instance instance, nint frame, long fuel, long mark)
    {
        if (b == 0)
        {
            Traps.DivideByZero(instance, frame, fuel, mark);
        }

        return b == -1 ? 0 : a % b;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long I64RemU(long a, long b, Instance instance, nint frame, long fuel, long mark)
    {
        if (b == 0)
        {
            Traps.DivideByZero(instance, frame, fuel, mark);
        }

        return (long)((ulong)a % (ulong)b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int I32TruncF32S(float x, Instance instance, nint frame, long fuel, long mark)
    {
        if (!FloatOps.TryI32TruncF32S(x, out int result))
        {
            Traps.Truncation(float.IsNaN(x), instance, frame, fuel, mark);
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int I32TruncF32U(float x, Instance instance, nint frame, long fuel, long mark)
    {
        if (!FloatOps.TryI32TruncF32U(x, out uint result))
        {
            Traps.Truncation(float.IsNaN(x), instance, frame, fuel, mark);
        }

        return (int)result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int I32TruncF64S(double x, Instance instance, nint frame, long fuel, long mark)
    {
        if (!FloatOps.TryI32TruncF64S(x, out int result))
        {
            Traps.Truncation(double.IsNaN(x), instance, frame, fuel, mark);
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int I32TruncF64U(double x, Instance instance, nint frame, long fuel, long mark)
    {
        if (!FloatOps.TryI32TruncF64U(x, out uint result))
        {
            Traps.Truncation(double.IsNaN(x), instance, frame, fuel, mark);
        }

        return (int)result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long I64TruncF32S(float x, Instance instance, nint frame, long fuel, long mark)
    {
        if (!FloatOps.TryI64TruncF32S(x, out long result))
        {
            Traps.Truncation(float.IsNaN(x), instance, frame, fuel, mark);
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long I64TruncF32U(float x, Instance instance, nint frame, long fuel, long mark)
    {
        if (!FloatOps.TryI64TruncF32U(x, out ulong result))
        {
            Traps.Truncation(float.IsNaN(x), instance, frame, fuel, mark);
        }

        return (long)result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long I64TruncF64S(double x, Instance instance, nint frame, long fuel, long mark)
    {
        if (!FloatOps.TryI64TruncF64S(x, out long result))
        {
            Traps.Truncation(double.IsNaN(x), instance, frame, fuel, mark);
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long I64TruncF64U(double x, Instance instance, nint frame, long fuel, long mark)
    {
        if (!FloatOps.TryI64TruncF64U(x, out ulong result))
        {
            Traps.Truncation(double.IsNaN(x), instance, frame, fuel, mark);
        }

        return (long)result;
    }

    // The operands have 32 bits each, so that no sum overflows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool CanMove(long destination, long count, ulong length, long fuel) =>
        (ulong)count <= MaxMoved && (ulong)destination + (ulong)count <= length && fuel >= BulkOperations.CostOf(count);
}

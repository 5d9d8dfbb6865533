using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>
/// Lists of numbers, copied as a block: every bit pattern is a value, save for the NaNs of floats, which are made one.
/// </summary>
internal sealed class NumberListCodec<T>(DefValType type) : Codec(type)
    where T : unmanaged
{
    public override ComponentValue Load(in AbiCall call, uint pointer)
    {
        ReadOnlySpan<byte> bytes = call.GetSpan(pointer, 8);
        return Read(
            call, BinaryPrimitives.ReadUInt32LittleEndian(bytes), BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]));
    }

    public override void Store(in AbiCall call, in ComponentValue value, uint pointer)
    {
        (uint begin, uint length) = Write(call, value);
        Span<byte> bytes = call.GetSpan(pointer, 8);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, begin);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], length);
    }

    public override ComponentValue Lift(in AbiCall call, ReadOnlySpan<ulong> flat) =>
        Read(call, (uint)flat[0], (uint)flat[1]);

    public override void Lower(in AbiCall call, in ComponentValue value, Span<ulong> flat) =>
        (flat[0], flat[1]) = Write(call, value);

    private static ComponentValue Read(in AbiCall call, uint pointer, uint count)
    {
        long length = (long)count * Unsafe.SizeOf<T>();
        if (length > ComponentLimits.MaxValueBytes)
        {
            ComponentTraps.Throw("list content out-of-bounds: its length exceeds the limit");
        }

        if ((pointer & (uint)(Unsafe.SizeOf<T>() - 1)) != 0)
        {
            ComponentTraps.Throw("unaligned pointer: list");
        }

        if ((ulong)pointer + (ulong)length > call.MemoryLength)
        {
            ComponentTraps.Throw("list content out-of-bounds: pointer/length out of bounds of memory");
        }

        call.Charge(length, ObjectBytes + length);
        T[] values = GC.AllocateUninitializedArray<T>((int)count);
        call.GetSpan(pointer, length).CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        Canonicalize(values);
        return new(values);
    }

    private static (uint, uint) Write(in AbiCall call, in ComponentValue value)
    {
        T[] values = value.Reference as T[] ?? Mismatch<T[]>("list of numbers");
        long length = (long)values.Length * Unsafe.SizeOf<T>();
        if (length > ComponentLimits.MaxValueBytes)
        {
            ComponentTraps.Throw("list is longer than the limit");
        }

        call.Charge(length, 0);
        uint pointer = call.Allocate(Unsafe.SizeOf<T>(), length);
        MemoryMarshal.AsBytes(values.AsSpan()).CopyTo(call.GetSpan(pointer, length));
        return (pointer, (uint)values.Length);
    }

    private static void Canonicalize(T[] values)
    {
        if (typeof(T) == typeof(float))
        {
            foreach (ref uint bits in MemoryMarshal.Cast<T, uint>(values.AsSpan()))
            {
                bits = PrimitiveCodec.CanonicalizeNaN32(bits);
            }
        }
        else if (typeof(T) == typeof(double))
        {
            foreach (ref ulong bits in MemoryMarshal.Cast<T, ulong>(values.AsSpan()))
            {
                bits = PrimitiveCodec.CanonicalizeNaN64(bits);
            }
        }
    }
}

using System.Buffers.Binary;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>Lists: a pointer and a length; the elements each through their own codec.</summary>
internal sealed class ListCodec(DefValType type, Codec element) : Codec(type)
{
    // Elements between two looks at the clock.
    private const int Stride = 4096;

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

    public override void Depart(in AbiCall call, in ComponentValue value)
    {
        foreach (ref readonly ComponentValue item in value.AsValues())
        {
            element.Depart(call, item);
        }
    }

    private ComponentValue Read(in AbiCall call, uint pointer, uint count)
    {
        long length = (long)count * element.Size;
        if (length > ComponentLimits.MaxValueBytes)
        {
            ComponentTraps.Throw("list content out-of-bounds: its length exceeds the limit");
        }

        if ((pointer & (uint)(element.Alignment - 1)) != 0)
        {
            ComponentTraps.Throw("unaligned pointer: list");
        }

        if ((ulong)pointer + (ulong)length > call.MemoryLength)
        {
            ComponentTraps.Throw("list content out-of-bounds: pointer/length out of bounds of memory");
        }

        call.Charge(length, ObjectBytes + ((long)count * HostBytes));
        var values = new ComponentValue[count];
        for (int i = 0; i < values.Length; i++)
        {
            if ((i & (Stride - 1)) == Stride - 1)
            {
                call.Store.CheckInterrupt();
            }

            values[i] = element.Load(call, pointer + (uint)(i * element.Size));
        }

        return new(values);
    }

    private (uint, uint) Write(in AbiCall call, in ComponentValue value)
    {
        ComponentValue[] values = value.Reference as ComponentValue[] ?? Mismatch<ComponentValue[]>("list");
        long length = (long)values.Length * element.Size;
        if (length > ComponentLimits.MaxValueBytes)
        {
            ComponentTraps.Throw("list is longer than the limit");
        }

        call.Charge(length, 0);
        uint pointer = call.Allocate(element.Alignment, length);
        for (int i = 0; i < values.Length; i++)
        {
            if ((i & (Stride - 1)) == Stride - 1)
            {
                call.Store.CheckInterrupt();
            }

            element.Store(call, values[i], pointer + (uint)(i * element.Size));
        }

        return (pointer, (uint)values.Length);
    }
}

using System.Buffers.Binary;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>Variants, enums, options and results: the index of the case, and what it carries.</summary>
internal sealed class SumCodec(DefValType type, Codec?[] cases) : Codec(type)
{
    private readonly int _discriminantSize = DefValTypeLayout.DiscriminantSize(type.CaseCount);
    private readonly int _payloadOffset = type.PayloadOffset;
    private readonly int _count = type.CaseCount;

    public override ComponentValue Load(in AbiCall call, uint pointer)
    {
        ReadOnlySpan<byte> bytes = call.GetSpan(pointer, _discriminantSize);
        uint index = _discriminantSize switch
        {
            1 => bytes[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            _ => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        };
        return GetCase(index) is { } payload
            ? Wrap(call, index, payload.Load(call, pointer + (uint)_payloadOffset))
            : new(index);
    }

    public override void Store(in AbiCall call, in ComponentValue value, uint pointer)
    {
        uint index = CheckCase(value);
        Span<byte> bytes = call.GetSpan(pointer, _discriminantSize);
        switch (_discriminantSize)
        {
            case 1: bytes[0] = (byte)index; break;
            case 2: BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)index); break;
            default: BinaryPrimitives.WriteUInt32LittleEndian(bytes, index); break;
        }

        if (GetCase(index) is { } payload)
        {
            payload.Store(call, value.Payload, pointer + (uint)_payloadOffset);
        }
    }

    public override ComponentValue Lift(in AbiCall call, ReadOnlySpan<ulong> flat)
    {
        var index = (uint)flat[0];
        return GetCase(index) is { } payload ? Wrap(call, index, payload.Lift(call, flat[1..])) : new(index);
    }

    public override void Lower(in AbiCall call, in ComponentValue value, Span<ulong> flat)
    {
        uint index = CheckCase(value);
        flat[..FlatCount].Clear();
        flat[0] = index;
        if (GetCase(index) is { } payload)
        {
            payload.Lower(call, value.Payload, flat[1..]);
        }
    }

    public override void Depart(in AbiCall call, in ComponentValue value) =>
        GetCase(CheckCase(value))?.Depart(call, value.Payload);

    private static ComponentValue Wrap(in AbiCall call, uint index, in ComponentValue payload)
    {
        if (payload.Bits != 0 || payload.Reference is ComponentPayload)
        {
            call.Charge(0, HostBytes + ObjectBytes);
        }

        return ComponentValue.FromCase((int)index, payload);
    }

    private Codec? GetCase(uint index)
    {
        if (index >= (uint)_count)
        {
            ComponentTraps.Throw($"invalid variant discriminant {index}");
        }

        return cases.Length == 0 ? null : cases[index];
    }

    private uint CheckCase(in ComponentValue value) =>
        value.Bits < (uint)_count ? (uint)value.Bits : Mismatch<uint>($"variant of {_count} cases");
}

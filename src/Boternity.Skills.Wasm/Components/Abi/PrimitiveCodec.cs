using System.Buffers.Binary;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>Numbers, bool and char.</summary>
internal sealed class PrimitiveCodec(DefValType type) : Codec(type)
{
    private readonly DefValTypeKind _kind = type.Kind;

    public override ComponentValue Load(in AbiCall call, uint pointer)
    {
        ReadOnlySpan<byte> bytes = call.GetSpan(pointer, Size);
        return new(Normalize(_kind, Size switch
        {
            1 => bytes[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        }));
    }

    public override void Store(in AbiCall call, in ComponentValue value, uint pointer)
    {
        Span<byte> bytes = call.GetSpan(pointer, Size);
        ulong bits = _kind == DefValTypeKind.Bool ? value.Bits & 1 : value.Bits;
        switch (Size)
        {
            case 1: bytes[0] = (byte)bits; break;
            case 2: BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)bits); break;
            case 4: BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)bits); break;
            default: BinaryPrimitives.WriteUInt64LittleEndian(bytes, bits); break;
        }
    }

    public override ComponentValue Lift(in AbiCall call, ReadOnlySpan<ulong> flat) => new(Normalize(_kind, flat[0]));

    public override void Lower(in AbiCall call, in ComponentValue value, Span<ulong> flat) => flat[0] = _kind switch
    {
        DefValTypeKind.Bool => value.Bits & 1,
        DefValTypeKind.U8 => (byte)value.Bits,
        DefValTypeKind.U16 => (ushort)value.Bits,
        DefValTypeKind.S8 => (uint)(sbyte)value.Bits,
        DefValTypeKind.S16 => (uint)(short)value.Bits,
        DefValTypeKind.S64 or DefValTypeKind.U64 or DefValTypeKind.F64 => value.Bits,
        _ => (uint)value.Bits,
    };

    /// <summary>The value's bits from a slot or a place in memory that may hold more.</summary>
    private static ulong Normalize(DefValTypeKind kind, ulong raw)
    {
        switch (kind)
        {
            case DefValTypeKind.Bool: return (uint)raw != 0 ? 1UL : 0;
            case DefValTypeKind.U8: return (byte)raw;
            case DefValTypeKind.S8: return (ulong)(sbyte)raw;
            case DefValTypeKind.U16: return (ushort)raw;
            case DefValTypeKind.S16: return (ulong)(short)raw;
            case DefValTypeKind.U32: return (uint)raw;
            case DefValTypeKind.S32: return (ulong)(int)raw;
            case DefValTypeKind.F32: return CanonicalizeNaN32((uint)raw);
            case DefValTypeKind.F64: return CanonicalizeNaN64(raw);
            case DefValTypeKind.Char:
                if (!System.Text.Rune.IsValid((uint)raw))
                {
                    ComponentTraps.Throw("invalid `char` bit pattern");
                }

                return (uint)raw;
            default: return raw;
        }
    }

    public static uint CanonicalizeNaN32(uint bits) =>
        float.IsNaN(BitConverter.UInt32BitsToSingle(bits)) ? 0x7FC00000 : bits;

    public static ulong CanonicalizeNaN64(ulong bits) =>
        double.IsNaN(BitConverter.UInt64BitsToDouble(bits)) ? 0x7FF8000000000000 : bits;
}

using System.Text;

namespace Boternity.Skills.Testing.Abi;

/// <summary>Lifts values as the specification says (CanonicalABI, "Loading", "Flat Lifting").</summary>
/// <param name="memory">The guest's memory.</param>
/// <param name="encoding">How its strings are encoded: 0, 1, 2 for UTF-8, UTF-16, Latin-1 or UTF-16.</param>
internal sealed class ModelReader(ModelMemory memory, int encoding)
{
    private const uint MaxBytes = (1u << 28) - 1;
    private const uint Utf16Tag = 1u << 31;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding StrictUtf16 = new(false, false, throwOnInvalidBytes: true);

    private int _left = 200_000;

    /// <summary>The value of a type at an address.</summary>
    public object Load(ModelType type, uint pointer)
    {
        if (--_left < 0)
        {
            throw new ModelLimitException();
        }

        if (type.IsProduct)
        {
            uint at = pointer;
            var values = new object[type.Parts.Length];
            for (int i = 0; i < values.Length; i++)
            {
                at = (uint)ModelType.AlignTo((int)(at - pointer), type.Parts[i]!.Alignment) + pointer;
                values[i] = Load(type.Parts[i]!, at);
                at += (uint)type.Parts[i]!.Size;
            }

            return values;
        }

        if (type.IsSum)
        {
            ulong index = memory.Read(pointer, type.DiscriminantSize);
            ModelType? payload = CaseOf(type, index);
            return new ModelCase(
                (int)index, payload is null ? null : Load(payload, pointer + (uint)type.PayloadOffset));
        }

        return type.Kind is ModelKind.String or ModelKind.List
            ? Pointed(type, (uint)memory.Read(pointer, 4), (uint)memory.Read(pointer + 4, 4))
            : Number(type, memory.Read(pointer, type.Size));
    }

    /// <summary>The value of a type in flat slots, each of which holds the bits of a core value.</summary>
    public object Lift(ModelType type, ReadOnlySpan<ulong> slots)
    {
        if (type.IsProduct)
        {
            var values = new object[type.Parts.Length];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = Lift(type.Parts[i]!, slots);
                slots = slots[type.Parts[i]!.Flat.Length..];
            }

            return values;
        }

        if (type.IsSum)
        {
            ulong index = (uint)slots[0];
            ModelType? payload = CaseOf(type, index);
            return new ModelCase((int)index, payload is null ? null : Lift(payload, slots[1..]));
        }

        return type.Kind is ModelKind.String or ModelKind.List
            ? Pointed(type, (uint)slots[0], (uint)slots[1])
            : Number(type, slots[0]);
    }

    private static ModelType? CaseOf(ModelType type, ulong index) => index < (ulong)type.Cases.Length
        ? type.Cases[index]
        : throw new ModelTrapException("discriminant");

    private static ulong Number(ModelType type, ulong bits) => type.Kind switch
    {
        // Of a flat value all 32 bits count.
        ModelKind.Bool => (uint)bits != 0 ? 1UL : 0UL,
        ModelKind.S8 => (ulong)(long)(sbyte)bits,
        ModelKind.U8 => (ulong)(byte)bits,
        ModelKind.S16 => (ulong)(long)(short)bits,
        ModelKind.U16 => (ulong)(ushort)bits,
        ModelKind.S32 => (ulong)(long)(int)bits,
        ModelKind.U32 => (ulong)(uint)bits,
        ModelKind.F32 => float.IsNaN(BitConverter.UInt32BitsToSingle((uint)bits)) ? 0x7FC0_0000UL : (uint)bits,
        ModelKind.F64 => double.IsNaN(BitConverter.UInt64BitsToDouble(bits)) ? 0x7FF8_0000_0000_0000UL : bits,
        ModelKind.Flags => type.Count == 32 ? (uint)bits : bits & ((1UL << type.Count) - 1),
        ModelKind.Char => (uint)bits is < 0xD800 or (> 0xDFFF and < 0x11_0000)
            ? (ulong)(uint)bits
            : throw new ModelTrapException("char"),
        _ => bits,
    };

    private object Pointed(ModelType type, uint pointer, uint length) =>
        type.Kind == ModelKind.String ? Text(pointer, length) : Elements(type.Parts[0]!, pointer, length);

    private object[] Elements(ModelType element, uint pointer, uint length)
    {
        Check(pointer, (ulong)length * (ulong)element.Size, element.Alignment);
        if (length > _left)
        {
            throw new ModelLimitException();
        }

        var values = new object[length];
        for (uint i = 0; i < length; i++)
        {
            values[i] = Load(element, pointer + (i * (uint)element.Size));
        }

        return values;
    }

    private string Text(uint pointer, uint length)
    {
        bool wide = encoding == 1 || (encoding == 2 && (length & Utf16Tag) != 0);
        uint units = encoding == 2 ? length & ~Utf16Tag : length;
        ulong bytes = wide ? 2UL * units : units;
        Check(pointer, bytes, encoding == 0 ? 1 : 2);
        _left -= (int)bytes;
        byte[] content = memory.ReadBytes(pointer, (uint)bytes);
        try
        {
            return wide ? StrictUtf16.GetString(content)
                : encoding == 0 ? StrictUtf8.GetString(content)
                : Encoding.Latin1.GetString(content);
        }
        catch (DecoderFallbackException)
        {
            throw new ModelTrapException("encoding");
        }
    }

    private void Check(uint pointer, ulong bytes, int alignment)
    {
        if (bytes > MaxBytes || pointer % alignment != 0 || pointer + bytes > memory.Size)
        {
            throw new ModelTrapException("pointer");
        }
    }
}

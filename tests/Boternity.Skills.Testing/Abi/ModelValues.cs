using System.Globalization;
using System.Text;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Testing.Abi;

/// <summary>
/// Values of the model: the bits of a number, character or flags as <see cref="ulong"/>, a <see cref="string"/>, an
/// array of values, or a <see cref="ModelCase"/>.
/// </summary>
internal static class ModelValues
{
    private static readonly string[] Texts =
        ["", "a", "\0", "ß", "ÿÿ", "Ā", "世界", "\uFFFD", "🚀", "\U0010FFFFx", "añ𝄞"];

    /// <summary>A random value of a type.</summary>
    public static object Random(ModelType type, Random random)
    {
        if (type.IsProduct)
        {
            return Array.ConvertAll(type.Parts, part => Random(part!, random));
        }

        if (type.IsSum)
        {
            int index = random.Next(type.Cases.Length);
            return new ModelCase(index, type.Cases[index] is { } payload ? Random(payload, random) : null);
        }

        return type.Kind switch
        {
            ModelKind.List => Enumerable.Range(0, random.Next(random.Next(6) == 0 ? 20 : 4))
                .Select(_ => Random(type.Parts[0]!, random))
                .ToArray(),
            ModelKind.String => string.Concat(
                Enumerable.Range(0, random.Next(random.Next(6) == 0 ? 12 : 3))
                    .Select(_ => Texts[random.Next(Texts.Length)])),
            _ => Number(type, random),
        };
    }

    /// <summary>The value in words: two are equal when these are.</summary>
    public static string Show(object? value) => value switch
    {
        null => "-",
        ulong bits => bits.ToString("x", CultureInfo.InvariantCulture),
        string text => $"\"{text}\"",
        object[] values => $"[{string.Join(',', values.Select(Show))}]",
        ModelCase chosen => $"#{chosen.Index}({Show(chosen.Payload)})",
        _ => throw new ArgumentException($"{value.GetType()} is no value of the model.", nameof(value)),
    };

    public static object FromEngine(ModelType type, ComponentValue value)
    {
        if (type.IsProduct)
        {
            ReadOnlySpan<ComponentValue> fields = value.AsValues();
            var values = new object[fields.Length];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = FromEngine(type.Parts[i]!, fields[i]);
            }

            return values;
        }

        if (type.IsSum)
        {
            int index = value.AsCase();
            return new ModelCase(
                index, type.Cases[index] is { } payload ? FromEngine(payload, value.Payload) : null);
        }

        return type.Kind switch
        {
            ModelKind.String => value.AsString(),
            ModelKind.List => FromList(type.Parts[0]!, value),
            ModelKind.Bool => value.AsBool() ? 1UL : 0UL,
            ModelKind.S8 => (ulong)(long)value.AsS8(),
            ModelKind.U8 => (ulong)value.AsU8(),
            ModelKind.S16 => (ulong)(long)value.AsS16(),
            ModelKind.U16 => (ulong)value.AsU16(),
            ModelKind.S32 => (ulong)(long)value.AsS32(),
            ModelKind.U32 => (ulong)value.AsU32(),
            ModelKind.F32 => (ulong)BitConverter.SingleToUInt32Bits(value.AsF32()),
            ModelKind.Char => (ulong)value.AsChar().Value,
            ModelKind.Flags => value.AsFlags(),
            _ => value.AsU64(),
        };
    }

    public static ComponentValue ToEngine(ModelType type, object value)
    {
        if (type.IsProduct)
        {
            return ComponentValue.FromRecord(
                [.. ((object[])value).Select((part, i) => ToEngine(type.Parts[i]!, part))]);
        }

        if (type.IsSum)
        {
            var chosen = (ModelCase)value;
            return type.Cases[chosen.Index] is { } payload
                ? ComponentValue.FromCase(chosen.Index, ToEngine(payload, chosen.Payload!))
                : ComponentValue.FromCase(chosen.Index);
        }

        return type.Kind switch
        {
            ModelKind.String => ComponentValue.FromString((string)value),
            ModelKind.List => ToList(type.Parts[0]!, (object[])value),
            ModelKind.Char => ComponentValue.FromChar(new Rune((uint)(ulong)value)),
            ModelKind.Flags => ComponentValue.FromFlags((ulong)value),
            _ => ComponentValue.FromUnsigned((ulong)value),
        };
    }

    private static ulong Number(ModelType type, Random random)
    {
        ulong bits = random.Next(3) == 0
            ? (ulong)random.Next(-2, 3)
            : (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> (8 * random.Next(8));
        return type.Kind switch
        {
            ModelKind.Bool => bits & 1,
            ModelKind.S8 => (ulong)(long)(sbyte)bits,
            ModelKind.U8 => (byte)bits,
            ModelKind.S16 => (ulong)(long)(short)bits,
            ModelKind.U16 => (ushort)bits,
            ModelKind.S32 => (ulong)(long)(int)bits,
            ModelKind.U32 => (uint)bits,
            ModelKind.F32 => float.IsNaN(BitConverter.UInt32BitsToSingle((uint)bits)) ? 0x7FC0_0000 : (uint)bits,
            ModelKind.F64 => double.IsNaN(BitConverter.UInt64BitsToDouble(bits)) ? 0x7FF8_0000_0000_0000 : bits,
            ModelKind.Char => bits % 0x11_0000 is var code && code is >= 0xD800 and < 0xE000 ? 0x61 : code,
            ModelKind.Flags => type.Count == 32 ? (uint)bits : bits & ((1UL << type.Count) - 1),
            _ => bits,
        };
    }

    // The type says which array it is: to the runtime an sbyte[] is a byte[] as well.
    private static object[] FromList(ModelType element, ComponentValue value) => element.Kind switch
    {
        ModelKind.U8 => Items<byte>(value, number => number),
        ModelKind.S8 => Items<sbyte>(value, number => (ulong)(long)number),
        ModelKind.U16 => Items<ushort>(value, number => number),
        ModelKind.S16 => Items<short>(value, number => (ulong)(long)number),
        ModelKind.U32 => Items<uint>(value, number => number),
        ModelKind.S32 => Items<int>(value, number => (ulong)(long)number),
        ModelKind.U64 => Items<ulong>(value, number => number),
        ModelKind.S64 => Items<long>(value, number => (ulong)number),
        ModelKind.F32 => Items<float>(value, number => BitConverter.SingleToUInt32Bits(number)),
        ModelKind.F64 => Items<double>(value, BitConverter.DoubleToUInt64Bits),
        _ => Array.ConvertAll(value.AsValues().ToArray(), item => FromEngine(element, item)),
    };

    private static object[] Items<T>(ComponentValue value, Func<T, ulong> convert)
        where T : unmanaged => Array.ConvertAll(value.AsArray<T>(), number => (object)convert(number));

    private static ComponentValue ToList(ModelType element, object[] values) => element.Kind switch
    {
        ModelKind.U8 => Numbers(values, bits => (byte)bits),
        ModelKind.S8 => Numbers(values, bits => (sbyte)bits),
        ModelKind.U16 => Numbers(values, bits => (ushort)bits),
        ModelKind.S16 => Numbers(values, bits => (short)bits),
        ModelKind.U32 => Numbers(values, bits => (uint)bits),
        ModelKind.S32 => Numbers(values, bits => (int)bits),
        ModelKind.U64 => Numbers(values, bits => bits),
        ModelKind.S64 => Numbers(values, bits => (long)bits),
        ModelKind.F32 => Numbers(values, bits => BitConverter.UInt32BitsToSingle((uint)bits)),
        ModelKind.F64 => Numbers(values, BitConverter.UInt64BitsToDouble),
        _ => ComponentValue.FromList([.. values.Select(value => ToEngine(element, value))]),
    };

    private static ComponentValue Numbers<T>(object[] values, Func<ulong, T> convert)
        where T : unmanaged => ComponentValue.FromArray(Array.ConvertAll(values, value => convert((ulong)value)));
}

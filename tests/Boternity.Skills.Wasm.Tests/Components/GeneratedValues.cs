using System.Globalization;
using System.Text;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Components.Values;
using FsCheck;
using FsCheck.Fluent;

namespace Boternity.Skills.Wasm.Tests.Components;

/// <summary>Values of any component type: generated, compared and written.</summary>
internal static class GeneratedValues
{
    private static readonly string[] Alphabet =
        ["", "a", "\0", "ß", "é", "ÿ", "Ā", "世", "\uFFFD", "\uE000", "🚀", "\U0010FFFF", "𝄞"];

    public static Gen<ComponentValue> Of(DefValType type) => type.Kind switch
    {
        DefValTypeKind.Bool => ArbMap.Default.GeneratorFor<bool>().Select(ComponentValue.FromBool),
        DefValTypeKind.F32 => Gen.Frequency(
            (1, Gen.Elements(0f, -0f, float.Epsilon, float.MaxValue, float.NegativeInfinity, float.NaN)),
            (2, Gen.Choose(int.MinValue, int.MaxValue).Select(BitConverter.Int32BitsToSingle)))
            .Select(ComponentValue.FromF32),
        DefValTypeKind.F64 => Gen.Frequency(
            (1, Gen.Elements(0d, -0d, double.Epsilon, double.MaxValue, double.PositiveInfinity, double.NaN)),
            (2, Bits().Select(BitConverter.UInt64BitsToDouble)))
            .Select(ComponentValue.FromF64),
        DefValTypeKind.Char => Rune().Select(ComponentValue.FromChar),
        DefValTypeKind.String => Text().Select(ComponentValue.FromString),
        DefValTypeKind.List => List(type.Parts[0]!),
        DefValTypeKind.Record or DefValTypeKind.Tuple => Gen.CollectToArray(type.Parts, part => Of(part!)).Select(
            parts => ComponentValue.FromRecord(parts)),
        DefValTypeKind.Flags => Bits().Select(
            bits => ComponentValue.FromFlags(
                type.Labels.Length >= 64 ? bits : bits & ((1UL << type.Labels.Length) - 1))),
        DefValTypeKind.Variant or DefValTypeKind.Enum or DefValTypeKind.Option or DefValTypeKind.Result =>
            Gen.Choose(0, type.CaseCount - 1).SelectMany(index => type.GetCase(index) is { } payload
                ? Of(payload).Select(value => ComponentValue.FromCase(index, value))
                : Gen.Constant(ComponentValue.FromCase(index))),
        _ => Gen.Frequency(
            (1, Gen.Elements(0UL, 1UL, ulong.MaxValue, 1UL << 63, 0x80UL, 0x8000UL, 0x80000000UL)),
            (2, Bits())).Select(bits => Narrow(type.Kind, bits)),
    };

    /// <summary>The value in words: two are equal when these are. NaNs are one.</summary>
    public static string Show(DefValType? type, in ComponentValue value)
    {
        var text = new StringBuilder();
        if (type is not null)
        {
            Show(text, type, value);
        }

        return text.ToString();
    }

    private static Gen<ulong> Bits() =>
        Gen.Two(Gen.Choose(int.MinValue, int.MaxValue)).Select(two => ((ulong)(uint)two.Item1 << 32) | (uint)two.Item2);

    private static Gen<Rune> Rune() => Gen.Choose(0, 0x10F7FF).Select(n => new Rune(n < 0xD800 ? n : n + 0x800));

    private static Gen<string> Text() => Gen.Frequency(
        (1, Gen.Elements(Alphabet)),
        (1, Gen.Elements(Alphabet).ListOf().Select(string.Concat)),
        (1, Rune().ListOf().Select(runes => string.Concat(runes))),
        (1, Gen.Choose(1, 300).Select(n => new string('x', n))));

    private static Gen<ComponentValue> List(DefValType element) =>
        Of(element).ArrayOf().Select(values => element.Kind switch
    {
        DefValTypeKind.U8 => ComponentValue.FromArray(Array.ConvertAll(values, v => v.AsU8())),
        DefValTypeKind.S8 => ComponentValue.FromArray(Array.ConvertAll(values, v => v.AsS8())),
        DefValTypeKind.U16 => ComponentValue.FromArray(Array.ConvertAll(values, v => v.AsU16())),
        DefValTypeKind.S16 => ComponentValue.FromArray(Array.ConvertAll(values, v => v.AsS16())),
        DefValTypeKind.U32 => ComponentValue.FromArray(Array.ConvertAll(values, v => v.AsU32())),
        DefValTypeKind.S32 => ComponentValue.FromArray(Array.ConvertAll(values, v => v.AsS32())),
        DefValTypeKind.U64 => ComponentValue.FromArray(Array.ConvertAll(values, v => v.AsU64())),
        DefValTypeKind.S64 => ComponentValue.FromArray(Array.ConvertAll(values, v => v.AsS64())),
        DefValTypeKind.F32 => ComponentValue.FromArray(Array.ConvertAll(values, v => v.AsF32())),
        DefValTypeKind.F64 => ComponentValue.FromArray(Array.ConvertAll(values, v => v.AsF64())),
        _ => ComponentValue.FromList(values),
    });

    private static ComponentValue Narrow(DefValTypeKind kind, ulong bits) => kind switch
    {
        DefValTypeKind.U8 => ComponentValue.FromUnsigned((byte)bits),
        DefValTypeKind.S8 => ComponentValue.FromSigned((sbyte)bits),
        DefValTypeKind.U16 => ComponentValue.FromUnsigned((ushort)bits),
        DefValTypeKind.S16 => ComponentValue.FromSigned((short)bits),
        DefValTypeKind.U32 => ComponentValue.FromUnsigned((uint)bits),
        DefValTypeKind.S32 => ComponentValue.FromSigned((int)bits),
        DefValTypeKind.S64 => ComponentValue.FromSigned((long)bits),
        _ => ComponentValue.FromUnsigned(bits),
    };

    private static void Show(StringBuilder text, DefValType type, in ComponentValue value)
    {
        switch (type.Kind)
        {
            case DefValTypeKind.F32: text.Append(value.AsF32().ToString("R", CultureInfo.InvariantCulture)); break;
            case DefValTypeKind.F64: text.Append(value.AsF64().ToString("R", CultureInfo.InvariantCulture)); break;
            case DefValTypeKind.String: text.Append('"').Append(value.AsString()).Append('"'); break;
            case DefValTypeKind.List: ShowList(text, type.Parts[0]!, value); break;
            case DefValTypeKind.Record or DefValTypeKind.Tuple:
                ShowAll(
                    text, value.AsValues(), i => type.Parts[i]!);
                break;
            case DefValTypeKind.Flags: text.Append(value.AsFlags().ToString("x", CultureInfo.InvariantCulture)); break;
            case DefValTypeKind.Variant or DefValTypeKind.Enum or DefValTypeKind.Option or DefValTypeKind.Result:
                text.Append('#').Append(value.AsCase());
                if (type.GetCase(value.AsCase()) is { } payload)
                {
                    Show(text.Append(' '), payload, value.Payload);
                }
                break;
            default: text.Append(value.AsS64()); break;
        }
    }

    private static void ShowList(StringBuilder text, DefValType element, in ComponentValue value)
    {
        if (value.Reference is ComponentValue[] values)
        {
            ShowAll(text, values, _ => element);
        }
        else
        {
            text.Append('[').AppendJoin(',', ((Array)value.Reference!).Cast<object>()).Append(']');
        }
    }

    private static void ShowAll(StringBuilder text, ReadOnlySpan<ComponentValue> values, Func<int, DefValType> type)
    {
        text.Append('[');
        for (int i = 0; i < values.Length; i++)
        {
            Show(i > 0 ? text.Append(',') : text, type(i), values[i]);
        }

        text.Append(']');
    }
}

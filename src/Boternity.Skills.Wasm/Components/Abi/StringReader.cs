using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>Strings from a guest's memory (CanonicalABI, "Loading": <c>load_string</c>).</summary>
internal static class StringReader
{
    public const uint Utf16Tag = 1u << 31;

    /// <summary>
    /// The bits of a string that a guest could have encoded as Latin-1, but gave as UTF-16: such strings are lowered in
    /// a way of their own.
    /// </summary>
    public const ulong WideLatin1 = 1;

    public static ComponentValue Read(in AbiCall call, uint pointer, uint taggedUnits)
    {
        bool isUtf16 = call.Encoding == StringEncoding.Utf16
            || (call.Encoding == StringEncoding.Latin1OrUtf16 && (taggedUnits & Utf16Tag) != 0);
        uint units = call.Encoding == StringEncoding.Latin1OrUtf16 ? taggedUnits & ~Utf16Tag : taggedUnits;
        long length = isUtf16 ? 2L * units : units;
        if (length > ComponentLimits.MaxValueBytes)
        {
            ComponentTraps.Throw("string content out-of-bounds: its length exceeds the limit");
        }

        if (call.Encoding != StringEncoding.Utf8 && (pointer & 1) != 0)
        {
            ComponentTraps.Throw("unaligned pointer: string");
        }

        if ((ulong)pointer + (ulong)length > call.MemoryLength)
        {
            ComponentTraps.Throw("string content out-of-bounds");
        }

        call.Charge(length, Codec.ObjectBytes + (isUtf16 ? length : 2 * length));
        ReadOnlySpan<byte> bytes = call.GetSpan(pointer, length);
        if (isUtf16)
        {
            string text = ReadUtf16(bytes);
            bool isWide = call.Encoding == StringEncoding.Latin1OrUtf16
                && !text.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF');
            return new(text, isWide ? WideLatin1 : 0);
        }

        if (call.Encoding == StringEncoding.Latin1OrUtf16)
        {
            return new(Encoding.Latin1.GetString(bytes));
        }

        if (!Utf8.IsValid(bytes))
        {
            ComponentTraps.Throw("string is not valid UTF-8: invalid utf-8 sequence");
        }

        return new(Encoding.UTF8.GetString(bytes));
    }

    private static string ReadUtf16(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<char> chars = MemoryMarshal.Cast<byte, char>(bytes);
        if (FindLoneSurrogate(chars) >= 0)
        {
            ComponentTraps.Throw("string is not valid UTF-16: unpaired surrogate");
        }

        return new string(chars);
    }

    public static int FindLoneSurrogate(ReadOnlySpan<char> chars)
    {
        for (int start = 0; ;)
        {
            int found = chars[start..].IndexOfAnyInRange('\uD800', '\uDFFF');
            if (found < 0)
            {
                return -1;
            }

            int index = start + found;
            if (!char.IsHighSurrogate(chars[index])
                || index + 1 >= chars.Length
                || !char.IsLowSurrogate(chars[index + 1]))
            {
                return index;
            }

            start = index + 2;
        }
    }
}

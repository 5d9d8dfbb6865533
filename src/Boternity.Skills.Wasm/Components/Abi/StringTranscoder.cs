using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>
/// Strings between a guest's memory and the host (CanonicalABI, "Loading": <c>load_string</c>, "Storing":
/// <c>store_string</c>).
/// </summary>
internal static class StringTranscoder
{
    private const uint Utf16Tag = 1u << 31;

    public static string Read(in AbiCall call, uint pointer, uint taggedUnits)
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
            return ReadUtf16(bytes);
        }

        if (call.Encoding == StringEncoding.Latin1OrUtf16)
        {
            return Encoding.Latin1.GetString(bytes);
        }

        if (!Utf8.IsValid(bytes))
        {
            ComponentTraps.Throw("string is not valid UTF-8: invalid utf-8 sequence");
        }

        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>
    /// Writes a string where the guest's <c>realloc</c> says. Lone surrogates, which no component string can hold,
    /// become U+FFFD.
    /// </summary>
    public static (uint Pointer, uint TaggedUnits) Write(in AbiCall call, string text) => call.Encoding switch
    {
        StringEncoding.Utf8 => WriteUtf8(call, text),
        StringEncoding.Utf16 => WriteUtf16(call, text),
        _ => WriteLatin1OrUtf16(call, text),
    };

    private static string ReadUtf16(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<char> chars = MemoryMarshal.Cast<byte, char>(bytes);
        if (FindLoneSurrogate(chars) >= 0)
        {
            ComponentTraps.Throw("string is not valid UTF-16: unpaired surrogate");
        }

        return new string(chars);
    }

    private static (uint, uint) WriteUtf8(in AbiCall call, string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        CheckLength(length);
        call.Charge(length, 0);
        uint pointer = call.Allocate(1, length);
        Encoding.UTF8.GetBytes(text, call.GetSpan(pointer, length));
        return (pointer, (uint)length);
    }

    private static (uint, uint) WriteUtf16(in AbiCall call, string text)
    {
        long length = 2L * text.Length;
        CheckLength(length);
        call.Charge(length, 0);
        uint pointer = call.Allocate(2, length);
        CopyUtf16(text, call.GetSpan(pointer, length));
        return (pointer, (uint)text.Length);
    }

    // store_string_to_latin1_or_utf16, for a source in UTF-16: Latin-1 as far as it goes, then twice the size, where
    // what is there already is widened in place. The guest's realloc sees each step.
    private static (uint, uint) WriteLatin1OrUtf16(in AbiCall call, string text)
    {
        CheckLength(text.Length);
        call.Charge(text.Length, 0);
        int latin1 = text.AsSpan().IndexOfAnyExceptInRange('\0', '\u00FF');
        ReadOnlySpan<char> narrow = latin1 < 0 ? text : text.AsSpan(0, latin1);
        uint pointer = call.Allocate(2, text.Length);
        Encoding.Latin1.GetBytes(narrow, call.GetSpan(pointer, text.Length));
        if (latin1 < 0)
        {
            return (pointer, (uint)text.Length);
        }

        long length = 2L * text.Length;
        CheckLength(length);
        call.Charge(length, 0);
        pointer = call.Reallocate(pointer, text.Length, 2, length);
        Span<byte> bytes = call.GetSpan(pointer, length);
        for (int i = latin1 - 1; i >= 0; i--)
        {
            bytes[2 * i] = bytes[i];
            bytes[(2 * i) + 1] = 0;
        }

        CopyUtf16(text.AsSpan(latin1), bytes[(2 * latin1)..]);
        return (pointer, (uint)text.Length | Utf16Tag);
    }

    private static void CopyUtf16(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        Span<char> chars = MemoryMarshal.Cast<byte, char>(bytes);
        text.CopyTo(chars);
        for (int lone = FindLoneSurrogate(chars); lone >= 0; lone = FindLoneSurrogate(chars))
        {
            chars[lone] = '\uFFFD';
            chars = chars[(lone + 1)..];
        }
    }

    private static void CheckLength(long bytes)
    {
        if (bytes > ComponentLimits.MaxValueBytes)
        {
            ComponentTraps.Throw("string is longer than the limit");
        }
    }

    private static int FindLoneSurrogate(ReadOnlySpan<char> chars)
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

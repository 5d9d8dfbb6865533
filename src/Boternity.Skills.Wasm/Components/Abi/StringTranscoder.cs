using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>Strings between a guest's memory and the host (CanonicalABI, "Loading": <c>load_string</c>, "Storing": <c>store_string</c>).</summary>
internal static class StringTranscoder
{
    private const uint Utf16Tag = 1u << 31;

    public static string Read(in AbiCall call, uint pointer, uint taggedUnits)
    {
        bool isUtf16 = call.Encoding == StringEncoding.Utf16 || (call.Encoding == StringEncoding.Latin1OrUtf16 && (taggedUnits & Utf16Tag) != 0);
        uint units = call.Encoding == StringEncoding.Latin1OrUtf16 ? taggedUnits & ~Utf16Tag : taggedUnits;
        long length = isUtf16 ? 2L * units : units;
        if (length > ComponentLimits.MaxValueBytes) ComponentTraps.Throw("string content out-of-bounds: its length exceeds the limit");
        if (call.Encoding != StringEncoding.Utf8 && (pointer & 1) != 0) ComponentTraps.Throw("unaligned pointer: string");
        if ((ulong)pointer + (ulong)length > call.MemoryLength) ComponentTraps.Throw("string content out-of-bounds");
        call.Charge(length, isUtf16 ? length : 2 * length);
        ReadOnlySpan<byte> bytes = call.GetSpan(pointer, length);
        if (isUtf16) return ReadUtf16(bytes);
        if (call.Encoding == StringEncoding.Latin1OrUtf16) return Encoding.Latin1.GetString(bytes);
        if (!Utf8.IsValid(bytes)) ComponentTraps.Throw("string is not valid UTF-8: invalid utf-8 sequence");
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Writes a string where the guest's <c>realloc</c> says. Lone surrogates, which no component string can hold, become U+FFFD.</summary>
    public static (uint Pointer, uint TaggedUnits) Write(in AbiCall call, string text) => call.Encoding switch
    {
        StringEncoding.Utf8 => WriteUtf8(call, text),
        StringEncoding.Utf16 => WriteUtf16(call, text, tag: 0),
        _ => text.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF') ? WriteUtf16(call, text, Utf16Tag) : WriteLatin1(call, text),
    };

    private static string ReadUtf16(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<char> chars = MemoryMarshal.Cast<byte, char>(bytes);
        if (FindLoneSurrogate(chars) >= 0) ComponentTraps.Throw("string is not valid UTF-16: unpaired surrogate");
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

    private static (uint, uint) WriteUtf16(in AbiCall call, string text, uint tag)
    {
        CheckLength(2L * text.Length);
        call.Charge(2L * text.Length, 0);
        uint pointer = call.Allocate(2, 2L * text.Length);
        Span<char> chars = MemoryMarshal.Cast<byte, char>(call.GetSpan(pointer, 2L * text.Length));
        text.CopyTo(chars);
        for (int lone = FindLoneSurrogate(chars); lone >= 0; lone = FindLoneSurrogate(chars))
        {
            chars[lone] = '\uFFFD';
            chars = chars[(lone + 1)..];
        }

        return (pointer, (uint)text.Length | tag);
    }

    private static (uint, uint) WriteLatin1(in AbiCall call, string text)
    {
        CheckLength(text.Length);
        call.Charge(text.Length, 0);
        uint pointer = call.Allocate(2, text.Length);
        Encoding.Latin1.GetBytes(text, call.GetSpan(pointer, text.Length));
        return (pointer, (uint)text.Length);
    }

    private static void CheckLength(long bytes)
    {
        if (bytes > ComponentLimits.MaxValueBytes) ComponentTraps.Throw("string is longer than the limit");
    }

    private static int FindLoneSurrogate(ReadOnlySpan<char> chars)
    {
        for (int start = 0; ;)
        {
            int found = chars[start..].IndexOfAnyInRange('\uD800', '\uDFFF');
            if (found < 0) return -1;
            int index = start + found;
            if (!char.IsHighSurrogate(chars[index]) || index + 1 >= chars.Length || !char.IsLowSurrogate(chars[index + 1])) return index;
            start = index + 2;
        }
    }
}

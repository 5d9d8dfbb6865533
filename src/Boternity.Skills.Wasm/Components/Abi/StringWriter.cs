using System.Runtime.InteropServices;
using System.Text;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>
/// Strings to a guest's memory, where its <c>realloc</c> says (CanonicalABI, "Storing": <c>store_string</c>). Between
/// components the sequence of calls to <c>realloc</c> is the specification's for the two encodings; a string of the
/// host
/// is taken to have the encoding that is copied at once, or UTF-16 where the guest's is <c>latin1+utf16</c>. Lone
/// surrogates, which no component string can hold, become U+FFFD.
/// </summary>
internal static class StringWriter
{
    public static (uint Pointer, uint TaggedUnits) Write(in AbiCall call, in ComponentValue value, string text)
    {
        bool isLatin1 = call.Source == StringEncoding.Latin1OrUtf16
            && value.Bits != StringReader.WideLatin1
            && IsLatin1(text);
        switch (call.Encoding, call.Source)
        {
            case (StringEncoding.Utf8, null or StringEncoding.Utf8):
                return WriteUtf8(call, text);
            case (StringEncoding.Utf8, _):
                return WriteUtf8InSteps(call, text, isLatin1 ? 2 : 3);
            case (StringEncoding.Utf16, StringEncoding.Utf8):
                return WriteUtf16(call, text, Encoding.UTF8.GetByteCount(text));
            case (StringEncoding.Utf16, _):
                return WriteUtf16(call, text, text.Length);
            case (_, StringEncoding.Utf8):
                return WriteLatin1OrUtf16(call, text, Encoding.UTF8.GetByteCount(text));
            case (_, StringEncoding.Latin1OrUtf16) when !isLatin1:
                return WriteProbablyUtf16(call, text);
            default:
                return WriteLatin1OrUtf16(call, text, text.Length);
        }
    }

    /// <summary>Writes a string that the host has as UTF-8.</summary>
    public static (uint Pointer, uint TaggedUnits) Write(in AbiCall call, Utf8Text text)
    {
        if (call.Encoding != StringEncoding.Utf8)
        {
            string decoded = text.ToString();
            return Write(call, ComponentValue.FromString(decoded), decoded);
        }

        // store_string_copy
        Charge(call, text.Bytes.Length);
        uint pointer = call.Allocate(1, text.Bytes.Length);
        text.Bytes.CopyTo(call.GetSpan(pointer, text.Bytes.Length));
        return (pointer, (uint)text.Bytes.Length);
    }

    // store_string_copy
    private static (uint, uint) WriteUtf8(in AbiCall call, string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        Charge(call, length);
        uint pointer = call.Allocate(1, length);
        Encoding.UTF8.GetBytes(text, call.GetSpan(pointer, length));
        return (pointer, (uint)length);
    }

    // store_string_to_utf8
    private static (uint, uint) WriteUtf8InSteps(in AbiCall call, string text, int worstBytesPerUnit)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        Charge(call, length);
        uint pointer = call.Allocate(1, text.Length);
        int ascii = text.AsSpan().IndexOfAnyExceptInRange('\0', '\u007F');
        Encoding.UTF8.GetBytes(text.AsSpan(0, ascii < 0 ? text.Length : ascii), call.GetSpan(pointer, text.Length));
        if (ascii < 0)
        {
            return (pointer, (uint)text.Length);
        }

        long worst = (long)worstBytesPerUnit * text.Length;
        pointer = call.Reallocate(pointer, text.Length, 1, worst);
        Encoding.UTF8.GetBytes(text.AsSpan(ascii), call.GetSpan(pointer + (uint)ascii, length - ascii));
        if (worst > length)
        {
            pointer = call.Reallocate(pointer, worst, 1, length);
        }

        return (pointer, (uint)length);
    }

    // store_string_copy; store_utf8_to_utf16, where the source has more units.
    private static (uint, uint) WriteUtf16(in AbiCall call, string text, int sourceUnits)
    {
        long length = 2L * text.Length;
        long worst = 2L * sourceUnits;
        Charge(call, length);
        uint pointer = call.Allocate(2, worst);
        CopyUtf16(text, call.GetSpan(pointer, length));
        if (length < worst)
        {
            pointer = call.Reallocate(pointer, worst, 2, length);
        }

        return (pointer, (uint)text.Length);
    }

    // store_string_to_latin1_or_utf16: Latin-1 as far as it goes, then the worst case, where what is there already is
    // widened in place.
    private static (uint, uint) WriteLatin1OrUtf16(in AbiCall call, string text, int sourceUnits)
    {
        Charge(call, text.Length);
        int latin1 = text.AsSpan().IndexOfAnyExceptInRange('\0', '\u00FF');
        ReadOnlySpan<char> narrow = latin1 < 0 ? text : text.AsSpan(0, latin1);
        uint pointer = call.Allocate(2, sourceUnits);
        Encoding.Latin1.GetBytes(narrow, call.GetSpan(pointer, sourceUnits));
        if (latin1 < 0)
        {
            if (text.Length < sourceUnits)
            {
                pointer = call.Reallocate(pointer, sourceUnits, 2, text.Length);
            }

            return (pointer, (uint)text.Length);
        }

        long length = 2L * text.Length;
        long worst = 2L * sourceUnits;
        Charge(call, length);
        pointer = call.Reallocate(pointer, sourceUnits, 2, worst);
        Span<byte> bytes = call.GetSpan(pointer, length);
        for (int i = latin1 - 1; i >= 0; i--)
        {
            bytes[2 * i] = bytes[i];
            bytes[(2 * i) + 1] = 0;
        }

        CopyUtf16(text.AsSpan(latin1), bytes[(2 * latin1)..]);
        if (length < worst)
        {
            pointer = call.Reallocate(pointer, worst, 2, length);
        }

        return (pointer, (uint)text.Length | StringReader.Utf16Tag);
    }

    // store_probably_utf16_to_latin1_or_utf16
    private static (uint, uint) WriteProbablyUtf16(in AbiCall call, string text)
    {
        long length = 2L * text.Length;
        Charge(call, length);
        uint pointer = call.Allocate(2, length);
        CopyUtf16(text, call.GetSpan(pointer, length));
        if (!IsLatin1(text))
        {
            return (pointer, (uint)text.Length | StringReader.Utf16Tag);
        }

        Encoding.Latin1.GetBytes(text, call.GetSpan(pointer, length));
        pointer = call.Reallocate(pointer, length, 1, text.Length);
        return (pointer, (uint)text.Length);
    }

    private static void CopyUtf16(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        Span<char> chars = MemoryMarshal.Cast<byte, char>(bytes);
        text.CopyTo(chars);
        for (int lone = StringReader.FindLoneSurrogate(chars);
            lone >= 0;
            lone = StringReader.FindLoneSurrogate(chars))
        {
            chars[lone] = '\uFFFD';
            chars = chars[(lone + 1)..];
        }
    }

    private static bool IsLatin1(string text) => !text.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF');

    private static void Charge(in AbiCall call, long bytes)
    {
        if (bytes > ComponentLimits.MaxValueBytes)
        {
            ComponentTraps.Throw("string is longer than the limit");
        }

        call.Charge(bytes, 0);
    }
}

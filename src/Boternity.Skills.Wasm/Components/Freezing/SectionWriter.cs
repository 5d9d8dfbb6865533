using System.Buffers;

namespace Boternity.Skills.Wasm.Components.Freezing;

/// <summary>
/// Writes a binary, section by section (core specification, section 5.5.2; Binary.md has the same form).
/// </summary>
internal sealed class SectionWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public SectionWriter Bytes(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public SectionWriter Byte(byte value) => Bytes([value]);

    /// <summary>Unsigned LEB128 (section 5.2.2).</summary>
    public SectionWriter Unsigned(ulong value)
    {
        do
        {
            byte part = (byte)(value & 0x7F);
            value >>= 7;
            Byte(value == 0 ? part : (byte)(part | 0x80));
        }
        while (value != 0);
        return this;
    }

    /// <summary>Signed LEB128 (section 5.2.2).</summary>
    public SectionWriter Signed(long value)
    {
        while (true)
        {
            byte part = (byte)(value & 0x7F);
            value >>= 7;
            if (value == ((part & 0x40) == 0 ? 0 : -1))
            {
                return Byte(part);
            }

            Byte((byte)(part | 0x80));
        }
    }

    /// <summary>A section: its id, its size, its contents.</summary>
    public SectionWriter Section(byte id, ReadOnlySpan<byte> contents) =>
        Byte(id).Unsigned((ulong)contents.Length).Bytes(contents);
}

using System.Buffers;
using System.Text;

namespace Boternity.Skills.Compilation;

/// <summary>
/// Writes the few forms of the binary format that a stub component needs: core specification, section 5.2.
/// </summary>
internal sealed class WasmWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public WasmWriter Bytes(params ReadOnlySpan<byte> bytes)
    {
        _buffer.Write(bytes);
        return this;
    }

    /// <summary>An unsigned LEB128 number (section 5.2.2).</summary>
    public WasmWriter U32(uint value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Bytes((byte)(value | 0x80));
        }

        return Bytes((byte)value);
    }

    /// <summary>A signed LEB128 number (section 5.2.2).</summary>
    public WasmWriter S32(int value)
    {
        for (; value is < -64 or > 63; value >>= 7)
        {
            Bytes((byte)((value & 0x7F) | 0x80));
        }

        return Bytes((byte)(value & 0x7F));
    }

    /// <summary>A name (section 5.2.4): length and UTF-8.</summary>
    public WasmWriter Name(string name)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        return U32((uint)bytes.Length).Bytes(bytes);
    }

    /// <summary>What <paramref name="write"/> writes, with its size before it: a section, a function body.</summary>
    public WasmWriter Sized(Action<WasmWriter> write)
    {
        var content = new WasmWriter();
        write(content);
        return U32((uint)content.Written.Length).Bytes(content.Written);
    }

    /// <summary>A section (section 5.5.2): its id, its size, its content.</summary>
    public WasmWriter Section(byte id, Action<WasmWriter> write) => Bytes(id).Sized(write);
}

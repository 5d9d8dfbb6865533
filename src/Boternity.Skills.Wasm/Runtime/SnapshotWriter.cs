using System.Buffers.Binary;
using System.Collections;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>
/// Writes a snapshot: numbers of four and eight bytes, least significant first; lists by their length.
/// </summary>
internal readonly struct SnapshotWriter(Stream stream)
{
    public const int NoBits = -1;

    public void Write(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    public void Write(ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    public void Write(ReadOnlySpan<byte> bytes) => stream.Write(bytes);

    public void Write(ulong[] values)
    {
        Write(values.Length);
        foreach (ulong value in values)
        {
            Write(value);
        }
    }

    public void Write(BitArray? bits)
    {
        Write(bits?.Length ?? NoBits);
        if (bits is not null)
        {
            byte[] bytes = new byte[(bits.Length + 7) / 8];
            bits.CopyTo(bytes, 0);
            Write(bytes);
        }
    }
}

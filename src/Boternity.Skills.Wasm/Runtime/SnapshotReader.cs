using System.Buffers.Binary;
using System.Collections;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>
/// Reads what <see cref="SnapshotWriter"/> wrote. Whatever the bytes are, nothing beyond them is read.
/// </summary>
internal ref struct SnapshotReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _left = bytes;

    public static InvalidDataException Damaged() => new("A snapshot is damaged, or of another module.");

    public ReadOnlySpan<byte> ReadBytes(ulong count)
    {
        if (count > (ulong)_left.Length)
        {
            throw Damaged();
        }

        ReadOnlySpan<byte> read = _left[..(int)count];
        _left = _left[(int)count..];
        return read;
    }

    public int ReadI32() => BinaryPrimitives.ReadInt32LittleEndian(ReadBytes(sizeof(int)));

    public ulong ReadU64() => BinaryPrimitives.ReadUInt64LittleEndian(ReadBytes(sizeof(ulong)));

    /// <summary>A length that must be the module's.</summary>
    public int ReadLength(int expected) => ReadI32() == expected ? expected : throw Damaged();

    /// <summary>A count of items that are all there.</summary>
    public uint ReadCount(int itemBytes)
    {
        uint count = (uint)ReadI32();
        return (ulong)count * (ulong)itemBytes <= (ulong)_left.Length ? count : throw Damaged();
    }

    /// <summary>A reference: 0 is null, 1 the first function.</summary>
    public ulong ReadFunction(ValType type, int functions)
    {
        ulong index = ReadU64();
        return index == 0 || (type == ValType.FuncRef && index <= (ulong)functions) ? index : throw Damaged();
    }

    public BitArray? ReadBits(int expected)
    {
        int length = ReadI32();
        if (length == SnapshotWriter.NoBits)
        {
            return null;
        }

        return length == expected
            ? new BitArray(ReadBytes((ulong)((length + 7) / 8)).ToArray()) { Length = length }
            : throw Damaged();
    }

    /// <exception cref="InvalidDataException">There is more.</exception>
    public readonly void End()
    {
        if (!_left.IsEmpty)
        {
            throw Damaged();
        }
    }
}

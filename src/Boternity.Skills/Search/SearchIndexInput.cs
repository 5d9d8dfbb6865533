using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Boternity.Skills.Search;

/// <summary>Reads the bytes of an index, each of them once, and never beyond their end.</summary>
internal ref struct SearchIndexInput(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _left = bytes;

    /// <summary>Gets a value indicating whether everything was read.</summary>
    public readonly bool IsAtEnd => _left.IsEmpty;

    /// <summary>A count of things of which each takes so many bytes at least.</summary>
    /// <exception cref="InvalidDataException">There are fewer bytes.</exception>
    public int ReadCount(int leastBytes)
    {
        int count = BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));
        return count >= 0 && (long)count * leastBytes <= _left.Length
            ? count
            : throw new InvalidDataException("a count is more than there is");
    }

    /// <summary>An index below a count.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public int ReadIndex(int count)
    {
        int index = BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));
        return (uint)index < (uint)count ? index : throw new InvalidDataException("a term is none");
    }

    /// <summary>A text in UTF-8 after its length.</summary>
    /// <exception cref="InvalidDataException">It is longer than allowed, or cut.</exception>
    public string ReadText(int maxBytes)
    {
        int length = BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));
        return length <= maxBytes
            ? Encoding.UTF8.GetString(Take(length))
            : throw new InvalidDataException("a word is too long");
    }

    /// <summary>So many numbers.</summary>
    /// <exception cref="InvalidDataException">There are fewer.</exception>
    public T[] ReadArray<T>(int count)
        where T : unmanaged
    {
        var values = new T[count];
        Span<byte> target = MemoryMarshal.AsBytes(values.AsSpan());
        Take(target.Length).CopyTo(target);
        return values;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _left.Length)
        {
            throw new InvalidDataException("it is cut");
        }

        ReadOnlySpan<byte> taken = _left[..count];
        _left = _left[count..];
        return taken;
    }
}

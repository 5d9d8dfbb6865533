using System.Buffers.Binary;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasmtime.Memory;

/// <summary>
/// What a linear memory begins with: in a file that memories map, so that each takes time and memory only for the
/// pages that it uses; copied where the system has no such files. Wasmtime's own images cannot be used, because the
/// memories are not its own. Immutable but for that it is forgotten; the file goes with the last that mapped it.
/// </summary>
internal sealed unsafe class GuestMemoryImage
{
    private const int BlockBytes = 4096;

    private readonly List<(int Offset, byte[] Bytes)> _parts;

    private GuestMemoryImage(nuint length, List<(int Offset, byte[] Bytes)> parts, MemoryFile? file)
    {
        Length = length;
        _parts = file is null ? parts : [];
        File = file;
        HeldBytes = parts.Sum(static part => (long)part.Bytes.Length);
    }

    /// <summary>The memory's length in bytes.</summary>
    public nuint Length { get; }

    /// <summary>What is mapped; null where it is copied.</summary>
    public MemoryFile? File { get; }

    /// <summary>What it holds of the host's memory.</summary>
    public long HeldBytes { get; }

    /// <summary>Gets or sets whether no memory will begin with it any more.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>An image of parts that lie within its length; of two that overlap, the later one counts.</summary>
    public static GuestMemoryImage Create(nuint length, List<(int Offset, byte[] Bytes)> parts)
    {
        MemoryFile? file = MemoryFile.TryCreate((long)length);
        if (file is not null && !parts.TrueForAll(part => file.TryWrite(part.Bytes, part.Offset)))
        {
            file.Dispose();
            file = null;
        }

        return new GuestMemoryImage(length, parts, file);
    }

    /// <summary>What a memory holds now.</summary>
    public static GuestMemoryImage Capture(LinearMemory memory) =>
        Create(memory.Length, FindUsed(new ReadOnlySpan<byte>(memory.Start, checked((int)memory.Length))));

    /// <summary>Reads what <see cref="Write"/> wrote; null where it is something else.</summary>
    /// <param name="bytes">The bytes; what was read is gone from them.</param>
    public static GuestMemoryImage? TryRead(ref ReadOnlySpan<byte> bytes)
    {
        if (!TryReadNumber(ref bytes, out int length) || !TryReadNumber(ref bytes, out int count)
            || count > bytes.Length / (2 * sizeof(int)))
        {
            return null;
        }

        var parts = new List<(int Offset, byte[] Bytes)>(count);
        for (int i = 0; i < count; i++)
        {
            if (!TryReadNumber(ref bytes, out int offset) || !TryReadNumber(ref bytes, out int size)
                || size > bytes.Length || offset > length - size)
            {
                return null;
            }

            parts.Add((offset, bytes[..size].ToArray()));
            bytes = bytes[size..];
        }

        return Create((nuint)length, parts);
    }

    /// <summary>Writes it, for <see cref="TryRead"/> in another process.</summary>
    public void Write(Stream stream)
    {
        byte[] all = new byte[(int)Length];
        List<(int Offset, byte[] Bytes)> parts = _parts;
        if (File is not null)
        {
            for (int at = 0; at < all.Length;)
            {
                int read = RandomAccess.Read(File.Handle, all.AsSpan(at), at);
                at += read > 0 ? read : throw new EndOfStreamException("A memory's image is cut off.");
            }

            parts = FindUsed(all);
        }

        WriteNumber(stream, all.Length);
        WriteNumber(stream, parts.Count);
        foreach ((int offset, byte[] bytes) in parts)
        {
            WriteNumber(stream, offset);
            WriteNumber(stream, bytes.Length);
            stream.Write(bytes);
        }
    }

    /// <summary>Copies it into a memory of zeros.</summary>
    public void CopyTo(byte* start)
    {
        foreach ((int offset, byte[] bytes) in _parts)
        {
            bytes.CopyTo(new Span<byte>(start + offset, bytes.Length));
        }
    }

    private static List<(int Offset, byte[] Bytes)> FindUsed(ReadOnlySpan<byte> memory)
    {
        List<(int Offset, byte[] Bytes)> used = [];
        int start = -1;
        for (int at = 0; at < memory.Length; at += BlockBytes)
        {
            bool isUsed = memory.Slice(at, BlockBytes).ContainsAnyExcept((byte)0);
            if (isUsed && start < 0)
            {
                start = at;
            }
            else if (!isUsed && start >= 0)
            {
                used.Add((start, memory[start..at].ToArray()));
                start = -1;
            }
        }

        if (start >= 0)
        {
            used.Add((start, memory[start..].ToArray()));
        }

        return used;
    }

    private static bool TryReadNumber(ref ReadOnlySpan<byte> bytes, out int number)
    {
        if (!BinaryPrimitives.TryReadInt32LittleEndian(bytes, out number) || number < 0)
        {
            return false;
        }

        bytes = bytes[sizeof(int)..];
        return true;
    }

    private static void WriteNumber(Stream stream, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        stream.Write(bytes);
    }
}

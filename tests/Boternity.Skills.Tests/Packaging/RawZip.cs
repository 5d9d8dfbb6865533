using System.Buffers.Binary;
using System.Text;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Tests.Packaging;

/// <summary>
/// A zip written byte by byte (PKZIP application note, sections 4.3.7 to 4.3.16): stored entries only.
/// </summary>
internal sealed class RawZip
{
    private const int HasDescriptor = 8;
    private readonly List<byte> _bytes = [];
    private readonly List<byte[]> _central = [];

    public int CentralOffset { get; private set; }

    public int Length => _bytes.Count;

    /// <summary>Appends bytes that belong to no entry.</summary>
    public RawZip Gap(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public RawZip Add(
        string name,
        string content = "",
        int localExtra = 0,
        Func<byte[], byte[]>? descriptor = null,
        byte[]? localSizes = null,
        int flags = 0)
    {
        byte[] nameBytes = Encoding.ASCII.GetBytes(name), data = Encoding.ASCII.GetBytes(content);
        var crc = new Crc32();
        crc.Append(data);
        byte[] sizes = [.. U32(crc.Value), .. U32((uint)data.Length), .. U32((uint)data.Length)];
        flags |= descriptor is null ? 0 : HasDescriptor;
        int offset = _bytes.Count;
        _bytes.AddRange(
        [
            .. U32(0x0403_4B50), .. U16(20), .. U16(flags), .. U16(0), .. U32(0),
            .. localSizes ?? (descriptor is null ? sizes : new byte[12]),
            .. U16(nameBytes.Length), .. U16(localExtra), .. nameBytes, .. new byte[localExtra], .. data,
            .. descriptor?.Invoke(sizes) ?? [],
        ]);
        _central.Add(
        [
            .. U32(0x0201_4B50), .. U16(20), .. U16(20), .. U16(flags), .. U16(0), .. U32(0), .. sizes,
            .. U16(nameBytes.Length), .. U16(0), .. U16(0), .. U16(0), .. U16(0), .. U32(0), .. U32((uint)offset),
            .. nameBytes,
        ]);
        return this;
    }

    /// <summary>Turns the order of the directory around.</summary>
    public RawZip ReverseDirectory()
    {
        _central.Reverse();
        return this;
    }

    public byte[] Build(byte[]? comment = null, byte[]? afterDirectory = null, int? count = null)
    {
        CentralOffset = _bytes.Count;
        byte[] directory = [.. _central.SelectMany(entry => entry), .. afterDirectory ?? []];
        int entries = count ?? _central.Count;
        return
        [
            .. _bytes, .. directory,
            .. U32(0x0605_4B50), .. U16(0), .. U16(0), .. U16(entries), .. U16(entries), .. U32((uint)directory.Length),
            .. U32((uint)CentralOffset), .. U16(comment?.Length ?? 0), .. comment ?? [],
        ];
    }

    public static byte[] U16(int value)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return bytes;
    }

    public static byte[] U32(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}

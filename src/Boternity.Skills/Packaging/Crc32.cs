using System.Buffers.Binary;

namespace Boternity.Skills.Packaging;

/// <summary>
/// The checksum of zip and gzip (RFC 1952, section 8), eight bytes at a time. The base library computes it, but shows
/// it to nobody.
/// </summary>
internal sealed class Crc32
{
    private const uint Polynomial = 0xEDB8_8320;
    private const int Slices = 8;

    private static readonly uint[] Table = BuildTable();

    private uint _state = uint.MaxValue;

    public uint Value => ~_state;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        uint state = _state;
        ReadOnlySpan<uint> table = Table;
        while (bytes.Length >= Slices)
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ state;
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            state = table[(7 * 256) + (int)(low & 0xFF)]
                ^ table[(6 * 256) + (int)((low >> 8) & 0xFF)]
                ^ table[(5 * 256) + (int)((low >> 16) & 0xFF)]
                ^ table[(4 * 256) + (int)(low >> 24)]
                ^ table[(3 * 256) + (int)(high & 0xFF)]
                ^ table[(2 * 256) + (int)((high >> 8) & 0xFF)]
                ^ table[256 + (int)((high >> 16) & 0xFF)]
                ^ table[(int)(high >> 24)];
            bytes = bytes[Slices..];
        }

        foreach (byte b in bytes)
        {
            state = (state >> 8) ^ table[(int)((state ^ b) & 0xFF)];
        }

        _state = state;
    }

    private static uint[] BuildTable()
    {
        var table = new uint[Slices * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;
            }

            table[i] = value;
        }

        for (int i = 256; i < table.Length; i++)
        {
            table[i] = (table[i - 256] >> 8) ^ table[(int)(table[i - 256] & 0xFF)];
        }

        return table;
    }
}

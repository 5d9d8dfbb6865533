using System.Buffers.Binary;

namespace Boternity.Skills.Packaging;

/// <summary>
/// Holds a zip to one reading: what its directory says is what its entries say, every byte belongs to one of them, and
/// nothing is encrypted. Readers that look at different parts of an archive would otherwise see different files.
/// </summary>
/// <remarks>Sections are those of the PKZIP application note, version 6.3.10.</remarks>
internal static class ZipLayout
{
    private const uint LocalSignature = 0x0403_4B50;
    private const uint CentralSignature = 0x0201_4B50;
    private const uint EndSignature = 0x0605_4B50;
    private const uint DescriptorSignature = 0x0807_4B50;
    private const int LocalBytes = 30;
    private const int CentralBytes = 46;
    private const int EndBytes = 22;

    private const int Encrypted = 0x0001;
    private const int HasDescriptor = 0x0008;
    private const int StronglyEncrypted = 0x0040;
    private const int MaskedHeaders = 0x2000;
    private const int Stored = 0;
    private const int Deflated = 8;

    /// <summary>Checks the whole archive; its entries' contents are checked when they are read.</summary>
    /// <exception cref="SkillPackageException">Something is amiss, which the message names.</exception>
    public static void Check(ReadOnlySpan<byte> zip, int maxEntries)
    {
        int end = FindEnd(zip);
        ReadOnlySpan<byte> record = zip[end..];
        int count = U16(record, 10);
        uint size = U32(record, 12);
        uint start = U32(record, 16);
        if (U16(record, 4) != 0 || U16(record, 6) != 0 || U16(record, 8) != count)
        {
            throw PackageErrors.Archive("it is one part of several.");
        }

        if (count == ushort.MaxValue || size == uint.MaxValue || start == uint.MaxValue)
        {
            throw PackageErrors.Archive("it is in the Zip64 format, which archives of this size do not need.");
        }

        if (count > maxEntries)
        {
            PackageErrors.ThrowArchiveLimit("entries", maxEntries);
        }

        if ((long)start + size != end)
        {
            throw PackageErrors.Archive("there are bytes between its directory and its end, or its directory is cut.");
        }

        var extents = new (long Start, long End)[count];
        int at = (int)start;
        for (int i = 0; i < count; i++)
        {
            (extents[i], at) = CheckEntry(zip, at, end, (int)start);
        }

        if (at != end)
        {
            throw PackageErrors.Archive("its directory has more entries than it says.");
        }

        CheckExtents(extents, start);
    }

    // 4.3.16. The comment is last, so the record's own length says whether it is one.
    private static int FindEnd(ReadOnlySpan<byte> zip)
    {
        int found = -1;
        for (int at = zip.Length - EndBytes; at >= 0 && at >= zip.Length - EndBytes - ushort.MaxValue; at--)
        {
            if (U32(zip, at) == EndSignature && at + EndBytes + U16(zip, at + 20) == zip.Length)
            {
                found = found < 0 ? at : throw PackageErrors.Archive("it has two ends.");
            }
        }

        return found >= 0 ? found : throw PackageErrors.Archive("it is no zip, has bytes after its end, or is cut.");
    }

    // 4.3.12 and 4.3.7.
    private static ((long Start, long End) Extent, int Next) CheckEntry(
        ReadOnlySpan<byte> zip, int at, int end, int directory)
    {
        if (at > end - CentralBytes || U32(zip, at) != CentralSignature)
        {
            throw PackageErrors.Archive("its directory is damaged.");
        }

        ReadOnlySpan<byte> central = zip[at..end];
        int nameLength = U16(central, 28);
        int next = CentralBytes + nameLength + U16(central, 30) + U16(central, 32);
        if (next > central.Length)
        {
            throw PackageErrors.Archive("its directory is damaged.");
        }

        ReadOnlySpan<byte> name = central.Slice(CentralBytes, nameLength);
        string shown = PackageErrors.Show(System.Text.Encoding.UTF8.GetString(name));
        int flags = U16(central, 8);
        if ((flags & (Encrypted | StronglyEncrypted | MaskedHeaders)) != 0)
        {
            throw PackageErrors.Archive($"the entry '{shown}' is encrypted.");
        }

        if (U16(central, 10) is not (Stored or Deflated))
        {
            throw PackageErrors.Archive($"the entry '{shown}' is compressed in an unknown way ({U16(central, 10)}).");
        }

        uint compressed = U32(central, 20);
        uint offset = U32(central, 42);
        if (compressed == uint.MaxValue || U32(central, 24) == uint.MaxValue || offset == uint.MaxValue)
        {
            throw PackageErrors.Archive(
                $"the entry '{shown}' is in the Zip64 format, which files of this size do not need.");
        }

        if (offset > directory - LocalBytes || U32(zip, (int)offset) != LocalSignature)
        {
            throw PackageErrors.Archive($"the entry '{shown}' is not where the directory says.");
        }

        ReadOnlySpan<byte> local = zip[(int)offset..directory];
        int header = LocalBytes + U16(local, 26) + U16(local, 28);
        if (header > local.Length
            || !local.Slice(LocalBytes, Math.Min(U16(local, 26), local.Length - LocalBytes)).SequenceEqual(name)
            || U16(local, 6) != flags
            || U16(local, 8) != U16(central, 10)
            || !SizesAgree(local, central, (flags & HasDescriptor) != 0))
        {
            throw PackageErrors.Archive($"the entry '{shown}' and the directory disagree.");
        }

        long dataEnd = header + (long)compressed;
        if (dataEnd > local.Length)
        {
            throw PackageErrors.Archive($"the entry '{shown}' is cut.");
        }

        int descriptor = (flags & HasDescriptor) == 0 ? 0 : DescriptorLength(local[(int)dataEnd..], central, shown);
        return ((offset, offset + dataEnd + descriptor), at + next);
    }

    // Checksum and both sizes. Where they follow the data, the local header has zeros, or what the directory has
    // (4.4.4, bit 3).
    private static bool SizesAgree(ReadOnlySpan<byte> local, ReadOnlySpan<byte> central, bool follow)
    {
        ReadOnlySpan<byte> before = local.Slice(14, 12);
        return before.SequenceEqual(central.Slice(16, 12)) || (follow && before.IndexOfAnyExcept((byte)0) < 0);
    }

    // 4.3.9: the signature is optional, and the sizes have four bytes, or eight in Zip64.
    private static int DescriptorLength(ReadOnlySpan<byte> after, ReadOnlySpan<byte> central, string shown)
    {
        int signature = after.Length >= 4 && U32(after, 0) == DescriptorSignature ? 4 : 0;
        foreach (int skipped in (ReadOnlySpan<int>)[signature, 0])
        {
            ReadOnlySpan<byte> fields = after[Math.Min(skipped, after.Length)..];
            if (fields.Length >= 12 && fields[..12].SequenceEqual(central.Slice(16, 12)))
            {
                return skipped + 12;
            }

            if (fields.Length >= 20
                && U32(fields, 0) == U32(central, 16)
                && U64(fields, 4) == U32(central, 20)
                && U64(fields, 12) == U32(central, 24))
            {
                return skipped + 20;
            }
        }

        throw PackageErrors.Archive($"what follows the entry '{shown}' and the directory disagree.");
    }

    private static void CheckExtents((long Start, long End)[] extents, long directory)
    {
        Array.Sort(extents);
        long last = 0;
        foreach ((long start, long end) in extents)
        {
            if (start != last)
            {
                throw PackageErrors.Archive(
                    start < last ? "two entries overlap." : "there are bytes that belong to no entry.");
            }

            last = end;
        }

        if (last != directory)
        {
            throw PackageErrors.Archive("there are bytes that belong to no entry.");
        }
    }

    private static int U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong U64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
}

using Boternity.Skills.Packaging;

namespace Boternity.Skills.Registries.Git;

/// <summary>An object as the difference to another (gitformat-pack, "Deltified representation").</summary>
internal static class GitDelta
{
    private const int MaxShift = 28;
    private const int DefaultCopy = 0x10000;

    /// <summary>How many bytes come out, as the difference says.</summary>
    public static long SizeOf(ReadOnlySpan<byte> delta)
    {
        ReadSize(ref delta);
        return ReadSize(ref delta);
    }

    /// <summary>Makes the object.</summary>
    /// <exception cref="SkillPackageException">The difference is damaged, or to another object.</exception>
    public static byte[] Apply(ReadOnlySpan<byte> source, ReadOnlySpan<byte> delta)
    {
        if (ReadSize(ref delta) != source.Length)
        {
            throw Damaged("is to an object of another size");
        }

        byte[] result = new byte[ReadSize(ref delta)];
        Span<byte> rest = result;
        while (!delta.IsEmpty)
        {
            byte instruction = delta[0];
            delta = delta[1..];
            ReadOnlySpan<byte> piece;
            if (instruction == 0)
            {
                throw Damaged("has an instruction that is not known");
            }

            if ((instruction & 0x80) == 0)
            {
                piece = Take(delta, 0, instruction);
                delta = delta[instruction..];
            }
            else
            {
                long offset = ReadParts(instruction, 0, 4, ref delta);
                long length = ReadParts(instruction, 4, 3, ref delta);
                piece = Take(source, offset, length == 0 ? DefaultCopy : length);
            }

            if (piece.Length > rest.Length)
            {
                throw Damaged("makes more than it says");
            }

            piece.CopyTo(rest);
            rest = rest[piece.Length..];
        }

        return rest.IsEmpty ? result : throw Damaged("makes less than it says");
    }

    private static long ReadSize(ref ReadOnlySpan<byte> delta)
    {
        long size = 0;
        for (int shift = 0; shift <= MaxShift; shift += 7)
        {
            if (delta.IsEmpty)
            {
                break;
            }

            byte part = delta[0];
            delta = delta[1..];
            size |= (long)(part & 0x7F) << shift;
            if ((part & 0x80) == 0)
            {
                return size;
            }
        }

        throw Damaged("has no size, or one that is too large");
    }

    // Of an instruction to copy: the bits say which bytes of a number follow.
    private static long ReadParts(byte instruction, int firstBit, int count, ref ReadOnlySpan<byte> delta)
    {
        long value = 0;
        for (int i = 0; i < count; i++)
        {
            if ((instruction & (1 << (firstBit + i))) == 0)
            {
                continue;
            }

            if (delta.IsEmpty)
            {
                throw Damaged("is cut");
            }

            value |= (long)delta[0] << (8 * i);
            delta = delta[1..];
        }

        return value;
    }

    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> from, long offset, long length) =>
        offset + length <= from.Length
            ? from.Slice((int)offset, (int)length)
            : throw Damaged("takes what is not there");

    private static SkillPackageException Damaged(string problem) =>
        PackageErrors.Archive($"the difference that stands for an object of the pack {problem}.");
}

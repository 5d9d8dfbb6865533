using Boternity.Skills.Wasm.Instructions;

namespace Boternity.Skills.Testing.Fuzzing;

/// <summary>One change to a binary. Any numbers make one: what is too large is taken modulo.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Position">Where.</param>
/// <param name="Value">With what.</param>
internal readonly record struct Mutation(MutationKind Kind, int Position, int Value)
{
    private const int PreambleLength = 8;

    // The edges of bytes and of LEB128 numbers, and the opcodes and types that change the meaning of all that follows.
    private static readonly byte[] Telling = [0x00, 0x01, 0x02, 0x03, 0x0B, 0x0C, 0x0E, 0x10, 0x11, 0x3F, 0x40, 0x41,
        0x60, 0x6F, 0x70, 0x7B, 0x7F, 0x80, 0xFC, 0xFD, 0xFF];

    // Instructions that can stand for each other: the same immediates, the same signature.
    private static readonly Dictionary<byte, byte[]> Siblings = FindSiblings();

    public static Mutation Create(Random random)
    {
        // Most change one byte only, half of those to an instruction that fits as well: such mutants get furthest.
        MutationKind kind = random.Next(3) switch
        {
            0 => MutationKind.Set,
            1 => MutationKind.SetSibling,
            _ => (MutationKind)random.Next((int)MutationKind.Count),
        };
        return new Mutation(kind, random.Next(), random.Next());
    }

    public static byte[] Apply(byte[] seed, ReadOnlySpan<Mutation> mutations)
    {
        var bytes = new List<byte>(seed);
        foreach (Mutation mutation in mutations)
        {
            if (bytes.Count > PreambleLength)
            {
                mutation.Apply(bytes);
            }
        }

        return [.. bytes];
    }

    private void Apply(List<byte> bytes)
    {
        int value = Math.Abs((long)Value) is var magnitude ? (int)(magnitude % int.MaxValue) : 0;
        int at = PreambleLength + (int)(Math.Abs((long)Position) % (bytes.Count - PreambleLength));
        int length = Math.Min(1 + (value % 32), bytes.Count - at);
        switch (Kind)
        {
            case MutationKind.Set:
                bytes[at] = (byte)value;
                break;
            case MutationKind.SetTelling:
                bytes[at] = Telling[value % Telling.Length];
                break;
            case MutationKind.SetSibling:
                if (FindSiblings(bytes, ref at) is { } siblings)
                {
                    bytes[at] = siblings[value % siblings.Length];
                }

                break;
            case MutationKind.FlipBit:
                bytes[at] ^= (byte)(1 << (value % 8));
                break;
            case MutationKind.AddOne:
                bytes[at]++;
                break;
            case MutationKind.SubtractOne:
                bytes[at]--;
                break;
            case MutationKind.Insert:
                bytes.Insert(at, (byte)value);
                break;
            case MutationKind.Remove:
                bytes.RemoveRange(at, length);
                break;
            case MutationKind.Repeat:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case MutationKind.Truncate:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                bytes.InsertRange(at, [0xFF, 0xFF, 0xFF, 0xFF, (byte)(value % 2 == 0 ? 0x0F : 0x7F)]);
                break;
        }
    }

    // The next byte that could be an instruction with siblings.
    private static byte[]? FindSiblings(List<byte> bytes, ref int at)
    {
        for (; at < bytes.Count; at++)
        {
            if (Siblings.TryGetValue(bytes[at], out byte[]? siblings))
            {
                return siblings;
            }
        }

        return null;
    }

    private static Dictionary<byte, byte[]> FindSiblings()
    {
        IEnumerable<byte[]> groups = OpcodeTable.All
            .Where(info => (int)info.Opcode < 0x100 && info.HasFixedSignature)
            .GroupBy(
                info =>
                    $"{info.Immediate} {string.Join(' ', info.Operands.ToArray())} -> "
                        + $"{string.Join(' ', info.Results.ToArray())}",
                info => (byte)info.Opcode)
            .Select(group => group.ToArray())
            .Where(group => group.Length > 1);
        return groups.SelectMany(group => group.Select(opcode => (opcode, group)))
            .ToDictionary(pair => pair.opcode, pair => pair.group);
    }
}

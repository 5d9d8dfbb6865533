namespace Boternity.Skills.Wasm.Tests.Fuzzing;

/// <summary>One change to a binary. Any numbers make one: what is too large is taken modulo.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Position">Where.</param>
/// <param name="Value">With what.</param>
internal readonly record struct Mutation(MutationKind Kind, int Position, int Value)
{
    private const int PreambleLength = 8;

    // The edges of bytes and of LEB128 numbers, and the opcodes and types that change the meaning of all that follows.
    private static readonly byte[] Telling = [0x00, 0x01, 0x02, 0x03, 0x0B, 0x0C, 0x0E, 0x10, 0x11, 0x3F, 0x40, 0x41, 0x60, 0x6F, 0x70, 0x7B, 0x7F, 0x80, 0xFC, 0xFD, 0xFF];

    public static Mutation Create(Random random)
    {
        // Half of all mutants differ by one byte only: those get furthest.
        MutationKind kind = random.Next(2) == 0 ? MutationKind.Set : (MutationKind)random.Next((int)MutationKind.Count);
        return new Mutation(kind, random.Next(), random.Next());
    }

    public static byte[] Apply(byte[] seed, ReadOnlySpan<Mutation> mutations)
    {
        var bytes = new List<byte>(seed);
        foreach (Mutation mutation in mutations)
        {
            if (bytes.Count > PreambleLength) mutation.Apply(bytes);
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
}

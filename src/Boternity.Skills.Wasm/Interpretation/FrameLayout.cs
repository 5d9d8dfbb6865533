namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>How the interpreter lays out a function's frame and code; compiled code keeps to it, so that each can go on
/// where the other stopped.</summary>
/// <param name="FrameBytes">The size of the frame.</param>
/// <param name="StackStart">Where the operand stack begins in it.</param>
/// <param name="Offsets">Per word of the code the offset in the binary of the instruction it came from.</param>
/// <param name="Blocks">Per block that is counted, by what makes it one, the word that counts.</param>
/// <param name="TailCalls">Per tail call, by its offset in the binary, the word that calls.</param>
internal sealed record FrameLayout(int FrameBytes, int StackStart, int[] Offsets,
    IReadOnlyDictionary<int, int> Blocks, IReadOnlyDictionary<int, int> TailCalls)
{
    /// <summary>The word behind the last one that came from the instruction at this offset.</summary>
    public int WordBehind(int offset)
    {
        int low = 0;
        int high = Offsets.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (Offsets[middle] <= offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        if (low == 0 || Offsets[low - 1] != offset)
        {
            throw new InvalidOperationException(
                $"The interpreter's code has nothing for the instruction at 0x{offset:x}.");
        }

        return low;
    }

    /// <summary>The word that makes a tail call; its arguments are in their slots before it.</summary>
    public int WordOfTailCall(int offset) => TailCalls[offset];

    /// <summary>The first word of a block, behind the one that counts.</summary>
    public int WordOfBlock(int key) => Blocks[key] + 1;
}

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>How the interpreter lays out a function's frame and code; compiled code keeps to it, so that each can go on
/// where the other stopped.</summary>
/// <param name="FrameBytes">The size of the frame.</param>
/// <param name="StackStart">Where the operand stack begins in it.</param>
/// <param name="Offsets">Per word of the code the offset in the binary of the instruction it came from.</param>
/// <param name="Loops">Per loop, by its offset in the binary, the first word of its body.</param>
internal sealed record FrameLayout(int FrameBytes, int StackStart, int[] Offsets, IReadOnlyDictionary<int, int> Loops)
{
    /// <summary>The word behind the last one that came from the instruction at this offset.</summary>
    public int WordBehind(int offset)
    {
        int word = Array.LastIndexOf(Offsets, offset);
        if (word < 0)
        {
            throw new InvalidOperationException(
                $"The interpreter's code has nothing for the instruction at 0x{offset:x}.");
        }

        return word + 1;
    }

    /// <summary>The first word of a loop's body.</summary>
    public int WordOfLoop(int offset) => Loops[offset];
}

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>How a region of a function's machine code was left: in a pair of registers.</summary>
internal struct RegionExit
{
    /// <summary>The call has ended; its results are at the frame's start.</summary>
    public const long Returned = -1;

    /// <summary>
    /// Nothing was done, for lack of stack or fuel: the interpreter has to go on at the block's begin.
    /// </summary>
    public const long Refused = -2;

    /// <summary>From here down, the words of the interpreter's code where it has to go on.</summary>
    public const long FirstWord = -3;

    /// <summary>The block that comes next, or one of the values above.</summary>
    public long Next;

    /// <summary>The fuel that is left.</summary>
    public long Fuel;
}

/// <summary>Where a region can be entered. It lies in pinned memory and never changes.</summary>
internal struct RegionEntry
{
    /// <summary>The code, as <c>(instance, frame, fuel, ordinal) -> exit</c>.</summary>
    public nint Address;

    /// <summary>Which of the region's entries it is.</summary>
    public nint Ordinal;
}

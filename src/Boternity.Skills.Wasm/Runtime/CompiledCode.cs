namespace Boternity.Skills.Wasm.Runtime;

/// <summary>A function's machine code.</summary>
internal sealed class CompiledCode
{
    /// <summary>The code, called with its arguments in registers.</summary>
    public required nint Address { get; init; }

    /// <summary>The adapter from slots: <c>(instance, frame, fuel, address) -> fuel</c>.</summary>
    public required nint FromSlots { get; init; }
}

/// <summary>The calls that a compiled function makes: what a backtrace needs to find the frame of the caller.</summary>
/// <param name="offsets">Where the calls stand, in bytes from the start of the module's binary; ascending.</param>
/// <param name="arguments">For each, where the callee's frame begins, in bytes from the caller's.</param>
internal sealed class CallSites(int[] offsets, int[] arguments)
{
    /// <summary>Where the callee's frame begins; -1 where there is no such call.</summary>
    public int Find(int offset)
    {
        int index = Array.BinarySearch(offsets, offset);
        return index < 0 ? -1 : arguments[index];
    }

    /// <summary>These calls and others of the same function.</summary>
    public CallSites With(CallSites? others)
    {
        if (others is null || others == this)
        {
            return this;
        }

        var all = new SortedDictionary<int, int>();
        Add(all);
        others.Add(all);
        return new CallSites([.. all.Keys], [.. all.Values]);
    }

    private void Add(SortedDictionary<int, int> all)
    {
        for (int i = 0; i < offsets.Length; i++)
        {
            all[offsets[i]] = arguments[i];
        }
    }
}

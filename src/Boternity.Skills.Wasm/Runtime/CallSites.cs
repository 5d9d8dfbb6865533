namespace Boternity.Skills.Wasm.Runtime;

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
}

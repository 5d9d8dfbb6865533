using System.Runtime.CompilerServices;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>What is known of one thread's own stack.</summary>
internal sealed unsafe class NativeStack
{
    [ThreadStatic]
    private static NativeStack? _current;

    // What was sufficient deeper down is so further up.
    private nint _sufficientAt = nint.MaxValue;

    private NativeStack()
    {
    }

    /// <summary>The current thread's.</summary>
    public static NativeStack Current => _current ??= new NativeStack();

    /// <summary>Whether a run of the guest may begin here: the runtime's own check, asked once for each
    /// depth.</summary>
    public bool IsSufficient()
    {
        byte here;
        if ((nint)(&here) >= _sufficientAt)
        {
            return true;
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return false;
        }

        _sufficientAt = (nint)(&here);
        return true;
    }
}

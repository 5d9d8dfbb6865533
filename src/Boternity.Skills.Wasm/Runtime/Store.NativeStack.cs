using System.Runtime.CompilerServices;

namespace Boternity.Skills.Wasm.Runtime;

/// <content>
/// The thread's own stack, which compiled code uses and the interpreter does not. Compiled code goes no deeper than <see cref="NativeLimit"/>;
/// from there on the interpreter takes over, so that the guest's stack ends where it always ends: with the slots.
/// </content>
/// <remarks>
/// Why compiled code with a small frame need not look at the slots' end. It is entered only below <see cref="FrameLimit"/>, half of the slots'
/// size before their end. Each call takes at least 32 bytes of the native stack (return address, frame pointer, an aligned local) and at most
/// <see cref="SmallFrameBytes"/> of slots, and all calls together at most an eighth of the slots' size of the native stack: so at most half of
/// the slots. Functions with larger frames compare with <see cref="FrameLimit"/> themselves.
/// </remarks>
internal sealed unsafe partial class Store
{
    /// <summary>Frames up to this size do not look at the slots' end.</summary>
    public const int SmallFrameBytes = 128;

    // The runtime's own check promises at least 128 KiB on 64-bit systems (64 on others). What lies below the limit is for the host's functions,
    // and for a compiled function's frame, which is there before the function can look.
    private const int StepBytes = 32 << 10;

    private nint _nativeFloor;
    private int _nativeThread;

    /// <summary>The lowest address of the thread's stack that compiled code may use.</summary>
    internal nint NativeLimit;

    /// <summary>The last place in the slots where compiled code may begin.</summary>
    internal byte* FrameLimit;

    /// <summary>At a trap, where the innermost frame of compiled code that the backtrace does not have yet begins, or what it called.</summary>
    internal byte* TrapFrame;

    /// <summary>A run of the guest begins on this thread, whose stack was found sufficient.</summary>
    internal NativeStackMark EnterNativeStack()
    {
        var outer = new NativeStackMark(NativeLimit, _nativeFloor, _nativeThread);
        int thread = Environment.CurrentManagedThreadId;
        if (Depth > 0 && thread == _nativeThread) return outer;
        byte here;
        _nativeThread = thread;
        _nativeFloor = (nint)(&here) - (_services.StackBytes / 8);
        NativeLimit = Math.Max(_nativeFloor, (nint)(&here) - StepBytes);
        return outer;
    }

    internal void LeaveNativeStack(NativeStackMark outer)
    {
        NativeLimit = outer.Limit;
        _nativeFloor = outer.Floor;
        _nativeThread = outer.Thread;
    }

    /// <summary>Compiled code has come to its limit: moves the limit if the stack allows it.</summary>
    internal bool TryDeepen()
    {
        byte here;
        if ((nint)(&here) < _nativeFloor || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) return false;
        NativeLimit = Math.Max(_nativeFloor, (nint)(&here) - StepBytes);
        return true;
    }
}

using System.Runtime.CompilerServices;

namespace Boternity.Skills.Wasm.Runtime;

/// <content>
/// The thread's own stack, which compiled code uses and the interpreter does not. Compiled code goes no deeper than
/// <see cref="NativeLimit"/>; from there on the interpreter takes over, so that the guest's stack ends where it always
/// ends: with the slots. </content>
/// <remarks>
/// Why compiled code with a small frame need not look at the slots' end. It is entered only below <see
/// cref="FrameLimit"/>, half of the slots' size before their end. Each call takes at least 32 bytes of the native stack
/// (return address, frame pointer, an aligned local) and at most <see cref="SmallFrameBytes"/> of slots, and all calls
/// together at most an eighth of the slots' size of the native stack: so at most half of the slots. Functions with
/// larger frames compare with <see cref="FrameLimit"/> themselves.
/// </remarks>
internal sealed unsafe partial class Store
{
    /// <summary>Frames up to this size do not look at the slots' end.</summary>
    public const int SmallFrameBytes = 128;

    // How far compiled code goes between two of the runtime's own checks, each of which promises 128 KiB on 64-bit
    // systems (64 on others). What lies below is for the host's functions, and for a compiled function's frame, which
    // is there before the function can look.
    private const int StepBytes = 8 << 10;

    private nint _nativeFloor;
    private nint _nativeTop;
    private NativeStack? _nativeStack;
    private Stack<(nint Limit, nint Floor, nint Top, NativeStack? Stack)>? _outerStacks;

    /// <summary>The lowest address of the thread's stack that compiled code may use.</summary>
    internal nint NativeLimit;

    /// <summary>The last place in the slots where compiled code may begin.</summary>
    internal byte* FrameLimit;

    /// <summary>At a trap, where the innermost frame of compiled code that the backtrace does not have yet begins, or
    /// what it called.</summary>
    internal byte* TrapFrame;

    /// <summary>Whether compiled code may begin at the top of the slots.</summary>
    internal bool MayEnterCompiled
    {
        get
        {
            EnsureStack();
            return StackTop <= FrameLimit;
        }
    }

    /// <summary>A run of the guest begins.</summary>
    /// <returns>Whether <see cref="LeaveRun"/> must bring back what was known of another thread's stack.</returns>
    /// <exception cref="WasmTrapException">Guest and host call each other too deeply, or the thread's stack is too
    /// short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool EnterRun()
    {
        byte here;
        if (Depth >= MaxReentryDepth)
        {
            ThrowHelper.Trap(TrapCode.StackExhausted);
        }

        // What was found out for the run before still holds, on the same thread and between the same places.
        bool isKnown = (nint)(&here) >= NativeLimit && (nint)(&here) <= _nativeTop
            && _nativeStack == NativeStack.Current;
        bool isMoved = !isKnown && MoveTo(NativeStack.Current, (nint)(&here));
        Depth++;
        return isMoved;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void LeaveRun(bool isMoved)
    {
        Depth--;
        if (isMoved)
        {
            (NativeLimit, _nativeFloor, _nativeTop, _nativeStack) = _outerStacks!.Pop();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool MoveTo(NativeStack stack, nint here)
    {
        if (!stack.IsSufficient())
        {
            ThrowHelper.Trap(TrapCode.StackExhausted);
        }

        // Guest and host that call each other on one thread share what compiled code may use of its stack.
        if (Depth > 0 && stack == _nativeStack)
        {
            return false;
        }

        bool isMoved = Depth > 0;
        if (isMoved)
        {
            (_outerStacks ??= new()).Push((NativeLimit, _nativeFloor, _nativeTop, _nativeStack));
        }

        _nativeStack = stack;
        _nativeTop = here;
        _nativeFloor = here - (_services.StackBytes / 8);
        NativeLimit = Math.Max(_nativeFloor, here - StepBytes);
        return isMoved;
    }

    /// <summary>Set in a store that measures frames: what its code asks is not answered, but noted.</summary>
    internal Action<nint>? OnDeepen { get; set; }

    /// <summary>Compiled code has come to its limit: moves the limit if the stack allows it.</summary>
    internal bool TryDeepen()
    {
        byte here;
        OnDeepen?.Invoke((nint)(&here));
        if ((nint)(&here) < _nativeFloor || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return false;
        }

        NativeLimit = Math.Max(_nativeFloor, (nint)(&here) - StepBytes);
        return true;
    }
}

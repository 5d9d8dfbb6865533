using System.Runtime.CompilerServices;

namespace Boternity.Skills.Wasm.Runtime;

/// <summary>
/// Bounds what compiled code uses of the thread's own stack, which the interpreter does not use. Compiled code goes no
/// deeper than <see cref="Limit"/>; from there on the interpreter takes over, so that the guest's stack ends where it
/// always ends: with the slots.
/// </summary>
/// <remarks>
/// Why compiled code with a small frame need not look at the slots' end. It is entered only below
/// <see cref="GuestStack.FrameLimit"/>, half of the slots' size before their end. Each call takes at least 32 bytes of
/// the native stack (return address, frame pointer, an aligned local) and at most <see cref="SmallFrameBytes"/> of
/// slots, and all calls together at most an eighth of the slots' size of the native stack: so at most half of the
/// slots. Functions with larger frames compare with <see cref="GuestStack.FrameLimit"/> themselves.
/// </remarks>
internal sealed unsafe class NativeStackGuard(int slotBytes, int maxReentryDepth)
{
    /// <summary>Frames up to this size do not look at the slots' end.</summary>
    public const int SmallFrameBytes = 128;

    // How far compiled code goes between two of the runtime's own checks, each of which promises 128 KiB on 64-bit
    // systems (64 on others). What lies below is for the host's functions, and for a compiled function's frame, which
    // is there before the function can look.
    private const int StepBytes = 8 << 10;

    private nint _floor;
    private nint _top;
    private NativeStack? _stack;
    private Stack<(nint Limit, nint Floor, nint Top, NativeStack? Stack)>? _outer;

    /// <summary>The lowest address of the thread's stack that compiled code may use.</summary>
    public nint Limit;

    /// <summary>How many runs of the guest are active on top of each other.</summary>
    public int Depth { get; private set; }

    /// <summary>Set in a store that measures frames: what its code asks is not answered, but noted.</summary>
    public Action<nint>? OnDeepen { get; set; }

    /// <summary>A run of the guest begins.</summary>
    /// <returns>Whether <see cref="LeaveRun"/> must bring back what was known of another thread's stack.</returns>
    /// <exception cref="WasmTrapException">Guest and host call each other too deeply, or the thread's stack is too
    /// short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool EnterRun()
    {
        byte here;
        if (Depth >= maxReentryDepth)
        {
            ThrowHelper.Trap(TrapCode.StackExhausted);
        }

        // What was found out for the run before still holds, on the same thread and between the same places.
        bool isKnown = (nint)(&here) >= Limit && (nint)(&here) <= _top && _stack == NativeStack.Current;
        bool isMoved = !isKnown && MoveTo(NativeStack.Current, (nint)(&here));
        Depth++;
        return isMoved;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void LeaveRun(bool isMoved)
    {
        Depth--;
        if (isMoved)
        {
            (Limit, _floor, _top, _stack) = _outer!.Pop();
        }
    }

    /// <summary>Compiled code has come to its limit: moves the limit if the stack allows it.</summary>
    public bool TryDeepen()
    {
        byte here;
        OnDeepen?.Invoke((nint)(&here));
        if ((nint)(&here) < _floor || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return false;
        }

        Limit = Math.Max(_floor, (nint)(&here) - StepBytes);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool MoveTo(NativeStack stack, nint here)
    {
        if (!stack.IsSufficient())
        {
            ThrowHelper.Trap(TrapCode.StackExhausted);
        }

        // Guest and host that call each other on one thread share what compiled code may use of its stack.
        if (Depth > 0 && stack == _stack)
        {
            return false;
        }

        bool isMoved = Depth > 0;
        if (isMoved)
        {
            (_outer ??= new()).Push((Limit, _floor, _top, _stack));
        }

        _stack = stack;
        _top = here;
        _floor = here - (slotBytes / 8);
        Limit = Math.Max(_floor, here - StepBytes);
        return isMoved;
    }
}

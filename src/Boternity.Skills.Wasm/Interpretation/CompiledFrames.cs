using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>
/// The frames of compiled code in a backtrace. Compiled code notes, in the slot before a callee's frame, which call it
/// is about to make; from that and from where the callee's frame begins in the caller's, a trap finds its way out.
/// </summary>
internal static unsafe class CompiledFrames
{
    /// <summary>Bytes before a frame where the caller's note stands: the offset of the call, then the callee's index
    /// where the call is indirect.</summary>
    public const int NoteBytes = 8;

    /// <summary>Adds the frame in which the trap arose. Those further out follow from there.</summary>
    public static void AppendInnermost(WasmTrapException trap, Instance instance, nint frame, int offset)
    {
        Append(trap, instance, offset);
        instance.Stack.TrapFrame = (byte*)frame;
    }

    /// <summary>The trap leaves whatever compiled code called at this frame. For a filter: always false, as the trap
    /// goes on.</summary>
    public static bool LeaveCallee(Instance caller, byte* frame)
    {
        caller.Stack.TrapFrame = frame;
        return false;
    }

    /// <summary>Adds the compiled frames that the trap passes, out to the one that begins at <paramref
    /// name="outermost"/>. For a filter: always false.</summary>
    public static bool AddFrames(WasmTrapException trap, Instance instance, byte* outermost)
    {
        byte* frame = instance.Stack.TrapFrame;
        while (frame > outermost && trap.Backtrace.Frames.Count < WasmBacktrace.MaxFrames)
        {
            int offset = *(int*)(frame - NoteBytes);
            int distance = Append(trap, instance, offset)?.CallSites?.Find(offset) ?? -1;
            if (distance < 0)
            {
                break;
            }

            frame -= distance;
        }

        return false;
    }

    private static FunctionCode? Append(WasmTrapException trap, Instance instance, int offset)
    {
        FunctionCode? function = instance.Module.Code.FindByOffset(offset);
        if (function is not null)
        {
            trap.Append([new WasmFrame(function.FunctionIndex, instance.Module.FindFunctionName(function.FunctionIndex),
                offset)]);
        }

        return function;
    }
}

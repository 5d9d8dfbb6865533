using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>Reads the guest's frames from the stack, at a trap. Register code keeps no offsets: the functions on the
/// stack are translated again for them.</summary>
internal static unsafe class Backtraces
{
    /// <summary>Adds the interpreter's frames to a trap that leaves a run. For a filter: always false, as the trap goes
    /// on.</summary>
    public static bool AddFrames(WasmTrapException trap, ref Activation activation)
    {
        if (trap.Backtrace.Frames.Count < WasmBacktrace.MaxFrames)
        {
            trap.Append(Walk(trap, ref activation));
        }

        return false;
    }

    private static List<WasmFrame> Walk(WasmTrapException trap, ref Activation activation)
    {
        var frames = new List<WasmFrame>();
        Instr* pc = activation.Pc;
        byte* fp = activation.Fp;
        Instance instance = activation.Instance;
        int most = WasmBacktrace.MaxFrames - trap.Backtrace.Frames.Count;
        while (pc != null && pc != Trampolines.Exit && frames.Count < most)
        {
            if (pc == Trampolines.CrossReturn)
            {
                ulong* bridge = (ulong*)fp;
                pc = CallOf((Instr*)bridge[0]);
                fp = (byte*)bridge[1];
                instance = activation.Store.GetInstance((uint)bridge[2]);
                continue;
            }

            FunctionCode? function = instance.Module.Code.FindByAddress((nint)pc, sizeof(Instr));
            if (function is null)
            {
                break;
            }

            Instr* code = (Instr*)function.InterpretedAddress;
            int offset = OffsetOf(trap, function, (int)(pc - code));
            frames.Add(new WasmFrame(function.FunctionIndex, instance.Module.FindFunctionName(function.FunctionIndex),
                offset));
            Instr* caller = *(Instr**)(fp + code->B);
            fp = *(byte**)(fp + code->B + 8);
            pc = CallOf(caller);
        }

        return frames;
    }

    // The return address is behind the call.
    private static Instr* CallOf(Instr* address) => Trampolines.IsTrampoline(address) ? address : address - 1;

    // A guest whose time is over is not to take more by the size of its functions: of those that are too much only the
    // start is told.
    private static int OffsetOf(WasmTrapException trap, FunctionCode function, int word)
    {
        if (!trap.OffsetMaps.TryGetValue(function, out int[]? map))
        {
            int left = trap.BodyBytesLeft - function.Body.Code.Length;
            trap.BodyBytesLeft = Math.Max(left, 0);
            trap.OffsetMaps[function] = map = left < 0
                ? null : Translator.MapOffsets(function.Module.Definition, function.FunctionIndex,
                    function.Module.Services.Compiler);
        }

        return map is null ? function.Body.Code.Offset : map[word];
    }
}

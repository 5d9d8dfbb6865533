using System.Runtime.CompilerServices;
using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Interpretation;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>What compiled code calls to get out of itself: calls of what is not compiled, fuel, and the way back into
/// the interpreter.</summary>
internal static unsafe class TierTransitions
{
    /// <summary>How much fuel compiled code gets at once. Between two slices the clock and the token are looked
    /// at.</summary>
    private const int Slice = 100_000;

    // Between the frames of two instances the interpreter has four slots; here they stay empty, so that the stack ends
    // at the same depth.
    private const int GapBytes = 4 * sizeof(ulong);

    /// <summary>Calls what compiled code noted that it calls: an import, a function that is not compiled, or one of
    /// another instance.</summary>
    /// <returns>The fuel that is left.</returns>
    public static long CallOut(Instance instance, nint frame, long fuel)
    {
        byte* fp = (byte*)frame;
        try
        {
            Function? function = instance.PendingFunction;
            instance.PendingFunction = null;
            if (function is null)
            {
                int index = instance.PendingIndex >= 0 ? instance.PendingIndex : CalleeOf(instance, fp);
                instance.PendingIndex = -1;
                if (index >= instance.ImportedFunctions.Length)
                {
                    return CompiledTransitions.CallNested(instance, index, fp, fuel);
                }

                function = instance.ImportedFunctions[index];
            }

            if (function.Instance is { } other)
            {
                return CallAcross(other, function, fp, fuel);
            }

            instance.Store.FuelLeft += fuel;
            HostCalls.Call(instance.Store, instance, function, fp);
            return instance.Store.TakeSlice(0, Slice);
        }
        catch (WasmTrapException) when (CompiledFrames.LeaveCallee(instance, fp))
        {
            throw;
        }
    }

    /// <summary>A function finds at its start that it cannot go on in machine code, for lack of stack or fuel: the
    /// interpreter executes it.</summary>
    public static long Interpret(Instance instance, nint frame, long fuel, int function) =>
        instance.NativeStack.OnDeepen is null
        ? Leave(instance, frame, fuel, function, TranslatedCode.FirstWord, isCharged: false, isInterpretedOnly: true)
        : fuel;

    /// <summary>A function cannot go on in machine code for lack of fuel: the interpreter goes on with it.</summary>
    public static long Resume(Instance instance, nint frame, long fuel, int function, int word) =>
        Leave(instance, frame, fuel, function, word, isCharged: true, isInterpretedOnly: true);

    /// <summary>A large function comes to a block that has no machine code: the interpreter goes on with it, and back
    /// to machine code where there is some.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="frame">The call's frame; locals and operands are in their slots.</param>
    /// <param name="fuel">The fuel that is left.</param>
    /// <param name="function">The function.</param>
    /// <param name="next">What the region that was left says, as in <see cref="RegionExit.Next"/>.</param>
    /// <param name="block">Where that region was entered.</param>
    public static long ContinueCall(Instance instance, nint frame, long fuel, int function, long next, long block)
    {
        int word = instance.Module.Code.Get(function).Regions!.WordOf(next, block);
        return Leave(instance, frame, fuel, function, word, isCharged: true, isInterpretedOnly: false);
    }

    /// <summary>A function comes to a tail call that the interpreter has to make.</summary>
    public static long HandOver(Instance instance, nint frame, long fuel, int function, int word) =>
        Leave(instance, frame, fuel, function, word, isCharged: true, isInterpretedOnly: false);

    private static long Leave(Instance instance, nint frame, long fuel, int function, int word, bool isCharged,
        bool isInterpretedOnly)
    {
        try
        {
            return CompiledTransitions.Resume(
                instance, (byte*)frame, fuel, function, word, isCharged, isInterpretedOnly);
        }
        catch (WasmTrapException) when (CompiledFrames.LeaveCallee(instance, (byte*)frame))
        {
            throw;
        }
    }

    /// <summary>Whether compiled code may go deeper although it came to the limit of the native stack, or of what
    /// frames may begin at.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool TryDeepen(nint frameEnd, Instance instance) =>
        instance.NativeStack.TryDeepen() && (byte*)frameEnd <= instance.Stack.FrameLimit;

    /// <summary>Hands out fuel, at least what the function needs until it asks again.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="fuel">What is left of the slice before.</param>
    /// <param name="need">The least that is of use.</param>
    /// <param name="offset">Where the guest stands.</param>
    /// <returns>The fuel; or, where the store has not enough, the complement of what there is: a negative
    /// number.</returns>
    public static long TakeFuel(Instance instance, nint frame, long fuel, int need, int offset)
    {
        try
        {
            long slice = instance.Store.TakeSlice(fuel, Math.Max(Slice, need));
            return slice >= need ? slice : ~slice;
        }
        catch (WasmTrapException trap) when (StopAt(trap, instance, frame, offset))
        {
            throw;
        }
    }

    /// <summary>Finds what a call_indirect calls and notes it for <see cref="CallOut"/>.</summary>
    /// <param name="index">The element's index.</param>
    /// <param name="instance">The instance.</param>
    /// <param name="table">The table.</param>
    /// <param name="type">The number of the type that the call expects.</param>
    /// <param name="types">The numbers of the functions' types.</param>
    /// <param name="entries">The addresses of the functions' code.</param>
    /// <param name="outward">The adapter of this type.</param>
    /// <param name="callee">Where the callee's frame begins.</param>
    /// <param name="fuel">The fuel that is left.</param>
    /// <param name="mark">Where the guest stands, as in <see cref="CompiledHelpers"/>.</param>
    /// <returns>The address to call.</returns>
    public static nint ResolveIndirect(int index, Instance instance, int table, int type, nint types, nint entries,
        nint outward, nint callee, long fuel, long mark)
    {
        Span<ulong> elements = instance.Tables[table].Elements;
        if ((uint)index < (uint)elements.Length)
        {
            ulong function = elements[index] ^ instance.HandleBase;
            if (function <= uint.MaxValue && ((int*)types)[function] == type)
            {
                ((int*)callee)[-1] = (int)function;
                return ((nint*)entries)[function];
            }
        }

        return ResolveElsewhere(index, instance, table, type, outward, callee, fuel, mark);
    }

    /// <summary>Finds what a return_call_indirect calls, and notes it where its adapter must be told.</summary>
    /// <param name="index">The element's index.</param>
    /// <param name="instance">The instance.</param>
    /// <param name="table">The table.</param>
    /// <param name="type">The number of the type that the call expects.</param>
    /// <param name="types">The numbers of the functions' types.</param>
    /// <param name="entries">The addresses of the functions' code.</param>
    /// <param name="outward">The adapter of this type.</param>
    /// <param name="frame">The frame that the callee takes.</param>
    /// <returns>The address to call; 0 where the interpreter has to make the call, or to trap.</returns>
    public static nint ResolveTailCall(int index, Instance instance, int table, int type, nint types, nint entries,
        nint outward, nint frame)
    {
        Span<ulong> elements = instance.Tables[table].Elements;
        if ((uint)index >= (uint)elements.Length)
        {
            return 0;
        }

        ulong function = elements[index] ^ instance.HandleBase;
        if (function > uint.MaxValue || ((int*)types)[function] != type)
        {
            return 0;
        }

        Instr* code = (Instr*)instance.Module.Code.Entries[(int)function - instance.ImportedFunctions.Length];
        if (code == null || (byte*)frame + code->A > instance.Stack.Limit)
        {
            return 0;
        }

        nint address = ((nint*)entries)[function];
        CompiledHelpers.PrepareTailCall(address, outward, instance, (int)function);
        return address;
    }

    /// <summary>Executes an instruction on memories, tables or segments.</summary>
    /// <returns>The result, if there is one, and the fuel that is left.</returns>
    public static IntegerReturn Execute(long a, long b, long c, Instance instance, nint frame, long fuel, int opcode,
        int x, int y, int offset)
    {
        var activation = new Activation(instance) { Fuel = (int)fuel };
        bool done = false;
        try
        {
            ulong result = BulkOperations.Execute(ref activation, (Opcode)opcode, (uint)a, (ulong)b, (uint)c, (uint)x,
                (uint)y);
            done = true;
            return new IntegerReturn { Value = (long)result, Fuel = activation.Fuel };
        }
        catch (WasmTrapException trap) when (StopAt(trap, instance, frame, offset))
        {
            throw;
        }
        finally
        {
            if (!done)
            {
                instance.Store.FuelLeft += activation.Fuel;
            }
        }
    }

    private static bool StopAt(WasmTrapException trap, Instance instance, nint frame, int offset)
    {
        CompiledFrames.AppendInnermost(trap, instance, frame, offset);
        return false;
    }

    private static long CallAcross(Instance other, Function function, byte* fp, long fuel)
    {
        byte* frame = fp + GapBytes;
        if (frame + (function.Type.ParameterSlots * sizeof(ulong)) > other.Stack.Limit)
        {
            ThrowStackExhausted(other.Store, fuel);
        }

        int taken = function.Type.ParameterSlots * sizeof(ulong);
        Buffer.MemoryCopy(fp, frame, taken, taken);
        long left = CompiledTransitions.CallNested(other, function.Index, frame, fuel);
        int given = function.Type.ResultSlots * sizeof(ulong);
        Buffer.MemoryCopy(frame, fp, given, given);
        return left;
    }

    private static void ThrowStackExhausted(Store store, long fuel)
    {
        store.FuelLeft += fuel;
        ThrowHelper.Trap(TrapCode.StackExhausted);
    }

    // The index stands in the call itself, or, of an indirect call, where it was noted.
    private static int CalleeOf(Instance instance, byte* fp)
    {
        int offset = *(int*)(fp - CompiledFrames.NoteBytes);
        Model.ModuleDefinition module = instance.Module.Definition;
        var reader = new WasmReader(module.Bytes.Span) { Position = offset };
        return OpcodeDecoding.Read(ref reader, module.Features).Opcode == Opcode.Call
            ? (int)reader.ReadU32() : ((int*)fp)[-1];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint ResolveElsewhere(int index, Instance instance, int table, int type, nint outward, nint callee,
        long fuel, long mark)
    {
        try
        {
            Span<ulong> elements = instance.Tables[table].Elements;
            if ((uint)index >= (uint)elements.Length)
            {
                ThrowHelper.Trap(TrapCode.UndefinedElement);
            }

            ulong handle = elements[index];
            if (handle == 0)
            {
                throw new WasmTrapException(TrapCode.UninitializedElement,
                    $"{TrapCodes.Describe(TrapCode.UninitializedElement)} {(uint)index}");
            }

            Function function = instance.Store.ResolveFunction(handle)!;
            if (!function.Type.Equals(instance.Module.Definition.Types[type]))
            {
                ThrowHelper.Trap(TrapCode.IndirectCallTypeMismatch);
            }

            instance.PendingFunction = function;
            return outward;
        }
        catch (WasmTrapException trap) when (Place(trap, instance, callee, fuel, mark))
        {
            throw;
        }
    }

    // The callee's frame begins where the call's arguments are: the caller's is found from there.
    private static bool Place(WasmTrapException trap, Instance instance, nint callee, long fuel, long mark)
    {
        instance.Store.FuelLeft += fuel + (mark >> 32);
        *(int*)(callee - CompiledFrames.NoteBytes) = (int)mark;
        return CompiledFrames.LeaveCallee(instance, (byte*)callee);
    }
}

using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>From the interpreter into compiled code, and back.</summary>
internal static unsafe class CompiledTransitions
{
    /// <summary>
    /// A block whose machine code is not there yet is looked at again after it was executed so often.
    /// </summary>
    public const int IterationsBetweenLooks = 200;

    /// <summary>Of so many passages between regions one is noted.</summary>
    public const int PassagesBetweenNotes = 1 << (64 - ShiftOfNotes);

    /// <summary>A passage is noted where the product of the fuel and <see cref="FactorOfNotes"/> has nothing but zeros
    /// from this bit on: by chance, and in no step with a loop of the guest's.</summary>
    public const int ShiftOfNotes = 56;

    /// <inheritdoc cref="ShiftOfNotes"/>
    public const long FactorOfNotes = -7046029254386353131;

    /// <summary>Notes a passage of a large function from region to region.</summary>
    public static void NotePassage(Instance instance, int functionIndex, long block)
    {
        if (instance.Store.Options.CompilesHotCode)
        {
            instance.Module.Services.Compiler!.NotePassage(instance.Module.Code.Get(functionIndex), block);
        }
    }

    /// <summary>Calls a function with its arguments in slots, from compiled code, in a run of its own.</summary>
    /// <returns>The fuel that is left of what was handed over.</returns>
    public static long CallNested(Instance instance, int functionIndex, byte* frame, long fuel)
    {
        var activation = new Activation(instance) { Fuel = (int)fuel };
        bool done = false;
        try
        {
            Instr* code = TranslatedCode.GetOrTranslate(ref activation, instance,
                functionIndex - instance.ImportedFunctions.Length);
            if (frame + code->A > activation.StackLimit)
            {
                ThrowHelper.Trap(TrapCode.StackExhausted);
            }

            RunToExit(ref activation, code, code + 1, frame, activation.Fuel - code[1].Cost);
            done = true;
            return activation.Fuel;
        }
        catch (WasmTrapException trap) when (Backtraces.AddFrames(trap, ref activation))
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

    /// <summary>Goes on in the interpreter, to the end of a call that compiled code began.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="frame">The call's frame; locals and operands are in their slots.</param>
    /// <param name="fuel">The fuel that is left.</param>
    /// <param name="functionIndex">The function.</param>
    /// <param name="word">Where in the interpreter's code to go on.</param>
    /// <param name="isCharged">Whether the run there was paid for already.</param>
    /// <param name="isInterpretedOnly">Whether the rest, and all that it calls, is interpreted too: where the store's
    /// fuel is nearly used up.</param>
    public static long Resume(Instance instance, byte* frame, long fuel, int functionIndex, int word, bool isCharged,
        bool isInterpretedOnly)
    {
        var activation = new Activation(instance) { Fuel = (int)fuel, IsInterpretedOnly = isInterpretedOnly };
        bool done = false;
        try
        {
            Instr* code = (Instr*)instance.Module.Code.Get(functionIndex).InterpretedAddress;
            if (frame + code->A > activation.StackLimit)
            {
                ThrowHelper.Trap(TrapCode.StackExhausted);
            }

            RunToExit(ref activation, code, code + word, frame,
                isCharged ? activation.Fuel : activation.Fuel - code[word].Cost);
            done = true;
            return activation.Fuel;
        }
        catch (WasmTrapException trap) when (Backtraces.AddFrames(trap, ref activation))
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

    private static void RunToExit(ref Activation activation, Instr* code, Instr* start, byte* frame, int fuel)
    {
        *(Instr**)(frame + code->B) = Trampolines.Exit;
        *(byte**)(frame + code->B + 8) = frame;
        activation.Save(start, frame, fuel);
        if (fuel < 0)
        {
            activation.TakeSlice();
        }

        InterpreterLoop.Run(ref activation);
    }

    /// <summary>A called function is compiled: runs its machine code, or the interpreter's where the machine's stack is
    /// too short for it. B: header; C: own function.</summary>
    public static void EnterCompiled(ref Activation activation, Instr* i, byte* fp)
    {
        Instance instance = activation.Instance;
        FunctionCode function = instance.Module.Code.Get((int)i->C + instance.ImportedFunctions.Length);
        if (!MayEnter(ref activation, fp))
        {
            Instr* code = (Instr*)function.InterpretedAddress;
            activation.Save(code + 1, fp, activation.Fuel - code[1].Cost);
            if (activation.Fuel < 0)
            {
                activation.TakeSlice();
            }

            return;
        }

        CompiledCode compiled = function.Compiled!;
        Instr* next = *(Instr**)(fp + i->B);
        byte* caller = *(byte**)(fp + i->B + 8);
        long fuel = activation.HandOver(next, caller);
        try
        {
            fuel = ((delegate*<Instance, nint, long, nint, long>)compiled.FromSlots)(instance, (nint)fp, fuel,
                compiled.Address);
        }
        catch (WasmTrapException trap) when (CompiledFrames.AddFrames(trap, instance, fp))
        {
            throw;
        }

        activation.Save(next, caller, (int)fuel);
    }

    /// <summary>A block was executed often: goes on in machine code, if there is any by now. B: the block, by what
    /// makes it one; C: own function.</summary>
    public static void EnterBlock(ref Activation activation, Instr* i, byte* fp)
    {
        Instance instance = activation.Instance;
        FunctionCode function = instance.Module.Code.Get((int)i->C + instance.ImportedFunctions.Length);
        int key = (int)i->B;
        RegionEntry* entry = function.FindEntry(key);
        if (entry == null && activation.Store.Options.CompilesHotCode)
        {
            instance.Module.Services.Compiler!.RequestBlock(function, key, activation.Store);
            entry = function.FindEntry(key);
        }

        i->A = entry != null ? 1 : function.IsRejected ? uint.MaxValue : IterationsBetweenLooks;
        activation.Pc = i + 1;
        if (entry == null || !MayEnter(ref activation, fp))
        {
            return;
        }

        byte* header = fp + ((Instr*)function.InterpretedAddress)->B;
        Instr* next = *(Instr**)header;
        byte* caller = *(byte**)(header + 8);
        RegionExit exit;
        long fuel = activation.HandOver(next, caller);
        try
        {
            exit = RunRegions(instance, function, entry, fp, fuel, ref i);
        }
        catch (WasmTrapException trap) when (CompiledFrames.AddFrames(trap, instance, fp))
        {
            throw;
        }

        if (exit.Next == RegionExit.Returned)
        {
            activation.Save(next, caller, (int)exit.Fuel);
            return;
        }

        // The note of a call may have been written where the header ends.
        *(Instr**)header = next;
        *(byte**)(header + 8) = caller;
        Instr* word = exit.Next == RegionExit.Refused
            ? i + 1 : (Instr*)function.InterpretedAddress + function.Regions!.WordOf(exit.Next, block: 0);
        activation.Save(word, fp, (int)exit.Fuel);
    }

    // From region to region, as long as there is code for what comes next. Where one refuses, i is the word of its
    // block.
    private static RegionExit RunRegions(
        Instance instance, FunctionCode function, RegionEntry* entry, byte* fp, long fuel, ref Instr* i)
    {
        while (true)
        {
            RegionExit exit = ((delegate*<Instance, nint, long, nint, RegionExit>)entry->Address)(
                instance, (nint)fp, fuel, entry->Ordinal);
            if (exit.Next < 0)
            {
                return exit;
            }

            entry = function.Regions!.FindEntry((int)exit.Next);
            if (entry == null)
            {
                return exit;
            }

            fuel = exit.Fuel;
            if ((ulong)(fuel * FactorOfNotes) >> ShiftOfNotes == 0)
            {
                NotePassage(instance, function.FunctionIndex, exit.Next);
            }

            i = (Instr*)function.InterpretedAddress + function.Regions.WordOf(exit.Next, block: 0);
        }
    }

    public static void CountCall(ref Activation activation, Instr* i)
    {
        Module module = activation.Instance.Module;
        TierUpCompiler compiler = module.Services.Compiler!;

        // Said again until the code is there: what is called most is compiled first.
        i->A = (uint)compiler.HotCalls;
        if (!activation.Store.Options.CompilesHotCode)
        {
            return;
        }

        compiler.RequestFunction(
            module.Code.Get((int)i->C + module.Definition.ImportedFunctionCount), activation.Store);
    }

    private static bool MayEnter(ref Activation activation, byte* fp)
    {
        if (activation.IsInterpretedOnly)
        {
            return false;
        }

        Store store = activation.Store;
        byte here;
        return fp <= store.Stack.FrameLimit
            && (&here >= (byte*)store.NativeStack.Limit || store.NativeStack.TryDeepen());
    }
}

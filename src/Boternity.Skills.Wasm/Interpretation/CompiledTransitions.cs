using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>From the interpreter into compiled code, and back.</summary>
internal static unsafe class CompiledTransitions
{
    // A loop whose machine code is not there yet is looked at again after this many iterations.
    private const int IterationsBetweenLooks = 200;

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

    /// <summary>Goes on in the interpreter, to the end of a call that compiled code began. Its fuel is nearly used up:
    /// what it calls is interpreted too.</summary>
    /// <param name="instance">The instance.</param>
    /// <param name="frame">The call's frame; locals and operands are in their slots.</param>
    /// <param name="fuel">The fuel that is left; of the whole store's, nothing else is.</param>
    /// <param name="functionIndex">The function.</param>
    /// <param name="word">Where in the interpreter's code to go on; <see cref="TranslatedCode.FirstWord"/> to begin,
    /// which uses the fuel of the first run.</param>
    public static long Resume(Instance instance, byte* frame, long fuel, int functionIndex, int word)
    {
        var activation = new Activation(instance) { Fuel = (int)fuel, IsInterpretedOnly = true };
        bool done = false;
        try
        {
            Instr* code = (Instr*)instance.Module.Code.Get(functionIndex).InterpretedAddress;
            if (frame + code->A > activation.StackLimit)
            {
                ThrowHelper.Trap(TrapCode.StackExhausted);
            }

            RunToExit(ref activation, code, code + word, frame, word == TranslatedCode.FirstWord
                ? activation.Fuel - code[TranslatedCode.FirstWord].Cost : activation.Fuel);
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

    /// <summary>A loop was repeated often: goes on in machine code, if there is any by now, to the end of the call. B:
    /// the loop's offset; C: own function.</summary>
    public static void EnterLoop(ref Activation activation, Instr* i, byte* fp)
    {
        Instance instance = activation.Instance;
        FunctionCode function = instance.Module.Code.Get((int)i->C + instance.ImportedFunctions.Length);
        nint entry = function.FindLoopEntry((int)i->B);
        if (entry == 0)
        {
            instance.Module.Services.Compiler!.RequestLoop(function, (int)i->B, activation.Store);
            entry = function.FindLoopEntry((int)i->B);
        }

        i->A = entry != 0 ? 1 : function.IsRejected ? uint.MaxValue : IterationsBetweenLooks;
        activation.Pc = i + 1;
        if (entry == 0 || !MayEnter(ref activation, fp))
        {
            return;
        }

        byte* header = fp + ((Instr*)function.InterpretedAddress)->B;
        Instr* next = *(Instr**)header;
        byte* caller = *(byte**)(header + 8);
        long fuel = activation.HandOver(next, caller);
        try
        {
            fuel = ((delegate*<Instance, nint, long, long>)entry)(instance, (nint)fp, fuel);
        }
        catch (WasmTrapException trap) when (CompiledFrames.AddFrames(trap, instance, fp))
        {
            throw;
        }

        // The complement says that the stack is too short for the code: nothing was done.
        if (fuel < 0)
        {
            activation.Save(i + 1, fp, (int)~fuel);
        }
        else
        {
            activation.Save(next, caller, (int)fuel);
        }
    }

    public static void CountCall(ref Activation activation, Instr* i)
    {
        Module module = activation.Instance.Module;
        i->A = uint.MaxValue;
        module.Services.Compiler!.RequestFunction(
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

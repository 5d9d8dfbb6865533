using System.Runtime.CompilerServices;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Interpretation;

/// <content>From the interpreter into compiled code, and back.</content>
internal sealed unsafe partial class Interpreter
{
    /// <summary>Where a function's code begins, behind the word that tells its frame.</summary>
    public const int FirstWord = 1;

    // A loop whose machine code is not there yet is looked at again after this many iterations.
    private const int IterationsBetweenLooks = 200;

    /// <summary>Makes the interpreter's calls of a function go to its machine code.</summary>
    public static void Redirect(FunctionCode function)
    {
        Instr* interpreted = (Instr*)function.InterpretedAddress;
        Instr[] code = GC.AllocateArray<Instr>(2, pinned: true);
        code[0] = interpreted[0];
        code[1] = new Instr { Op = RegisterOp.RunCompiled, B = interpreted[0].B,
            C = (uint)(function.FunctionIndex - function.Module.Definition.ImportedFunctionCount) };
        function.Module.Code.Redirect(function, code,
            (nint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref code[0]));
    }

    /// <summary>The interpreter's code of a function, made now if need be; it stays beside the machine code.</summary>
    public static FrameLayout GetLayout(FunctionCode function)
    {
        ModuleDefinition module = function.Module.Definition;
        if (function.InterpretedAddress == 0)
        {
            Translate(function, store: null);
        }

        Instr* code = (Instr*)function.InterpretedAddress;
        var loops = new Dictionary<int, int>();
        for (int word = 0; word < function.Interpreted!.Length; word++)
        {
            if (code[word].Op == RegisterOp.CountLoop)
            {
                loops[(int)code[word].B] = word + 1;
            }
        }

        int[] offsets = Translator.MapOffsets(module, function.FunctionIndex, function.Module.Services.Compiler);
        return new FrameLayout((int)code->A, (int)code->B + (HeaderSlots * sizeof(ulong)), offsets, loops);
    }

    // The same as Invoke, without the interpreter.
    private static void InvokeCompiled(Instance instance, CompiledCode compiled, ReadOnlySpan<ulong> arguments,
        Span<ulong> results)
    {
        Store store = instance.Store;
        byte* frame = store.StackTop;
        bool isMoved = store.EnterRun();
        long fuel = 0;
        try
        {
            fuel = store.TakeSlice(0, Slice);
            // One by one: a copy of several would have to wait until the single ones that were just written have
            // arrived.
            for (int i = 0; i < arguments.Length; i++)
            {
                ((ulong*)frame)[i] = arguments[i];
            }

            long given = fuel;
            fuel = 0;
            fuel = ((delegate*<Instance, nint, long, nint, long>)compiled.FromSlots)(instance, (nint)frame, given,
                compiled.Address);
            for (int i = 0; i < results.Length; i++)
            {
                results[i] = ((ulong*)frame)[i];
            }
        }
        catch (WasmTrapException trap) when (CompiledFrames.AddFrames(trap, instance, frame))
        {
            throw;
        }
        finally
        {
            store.LeaveRun(isMoved);
            store.StackTop = frame;
            store.FuelLeft += fuel;
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
            Instr* code = GetOrCompile(ref activation, instance, functionIndex - instance.ImportedFunctions.Length);
            if (frame + code->A > activation.StackLimit)
            {
                ThrowHelper.Trap(TrapCode.StackExhausted);
            }

            RunToExit(ref activation, code, code + 1, frame, activation.Fuel - code[1].Cost);
            done = true;
            return activation.Fuel;
        }
        catch (WasmTrapException trap) when (AddFrames(trap, ref activation))
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
    /// <param name="word">Where in the interpreter's code to go on; <see cref="FirstWord"/> to begin, which uses the
    /// fuel of the first run.</param>
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

            RunToExit(ref activation, code, code + word, frame, word == FirstWord
                ? activation.Fuel - code[FirstWord].Cost : activation.Fuel);
            done = true;
            return activation.Fuel;
        }
        catch (WasmTrapException trap) when (AddFrames(trap, ref activation))
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

    /// <summary>Calls a function of the host with its arguments in slots. The fuel is the store's already.</summary>
    public static void CallHost(Store store, Instance caller, Function function, byte* arguments)
    {
        int taken = function.Type.ParameterSlots;
        int given = function.Type.ResultSlots;
        ulong* results = (ulong*)arguments + taken;
        store.StackTop = (byte*)(results + given);
        if (store.StackTop > store.StackLimit)
        {
            ThrowHelper.Trap(TrapCode.StackExhausted);
        }

        function.Callback!(new Caller(store, caller), new ReadOnlySpan<ulong>(arguments, taken),
            new Span<ulong>(results, given));
        for (int i = 0; i < given; i++)
        {
            ((ulong*)arguments)[i] = results[i];
        }
    }

    private static void RunToExit(ref Activation activation, Instr* code, Instr* start, byte* frame, int fuel)
    {
        *(Instr**)(frame + code->B) = Trampolines.Exit;
        *(byte**)(frame + code->B + 8) = frame;
        activation.Save(start, frame, fuel);
        if (fuel < 0)
        {
            TakeSlice(ref activation);
        }

        Run(ref activation);
    }

    /// <summary>A called function is compiled: runs its machine code, or the interpreter's where the machine's stack is
    /// too short for it. B: header; C: own function.</summary>
    private static void EnterCompiled(ref Activation activation, Instr* i, byte* fp)
    {
        Instance instance = activation.Instance;
        FunctionCode function = instance.Module.Code.Get((int)i->C + instance.ImportedFunctions.Length);
        if (!MayEnter(ref activation, fp))
        {
            Instr* code = (Instr*)function.InterpretedAddress;
            activation.Save(code + 1, fp, activation.Fuel - code[1].Cost);
            if (activation.Fuel < 0)
            {
                TakeSlice(ref activation);
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
    private static void EnterLoop(ref Activation activation, Instr* i, byte* fp)
    {
        Instance instance = activation.Instance;
        FunctionCode function = instance.Module.Code.Get((int)i->C + instance.ImportedFunctions.Length);
        nint entry = function.FindLoopEntry((int)i->B);
        if (entry == 0)
        {
            instance.Module.Services.Compiler!.RequestLoop(function, (int)i->B);
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

    private static void CountCall(ref Activation activation, Instr* i)
    {
        Module module = activation.Instance.Module;
        i->A = uint.MaxValue;
        module.Services.Compiler!.RequestFunction(module.Code.Get((int)i->C + module.Definition.ImportedFunctionCount));
    }

    private static bool MayEnter(ref Activation activation, byte* fp)
    {
        if (activation.IsInterpretedOnly)
        {
            return false;
        }

        Store store = activation.Store;
        byte here;
        return fp <= store.FrameLimit && (&here >= (byte*)store.NativeLimit || store.TryDeepen());
    }
}

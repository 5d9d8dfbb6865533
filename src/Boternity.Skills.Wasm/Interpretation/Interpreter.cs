using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>Executes register code, which it makes from a function's body at the first call. It has no state: that is
/// the store's.</summary>
internal sealed unsafe class Interpreter : ExecutionTier
{
    /// <summary>Slots of a frame's header: where to return to, and the caller's frame.</summary>
    public const int HeaderSlots = 2;

    public override void Invoke(Instance instance, int functionIndex, ReadOnlySpan<ulong> arguments,
        Span<ulong> results)
    {
        if (instance.Module.Code.FindCompiled(functionIndex) is { } compiled && MayEnterCompiled(instance.Store))
        {
            InvokeCompiled(instance, compiled, arguments, results);
        }
        else
        {
            InvokeInterpreted(instance, functionIndex, arguments, results);
        }
    }

    // Whether compiled code may begin at the top of the slots.
    private static bool MayEnterCompiled(Store store)
    {
        store.EnsureStack();
        return store.Stack.Top <= store.Stack.FrameLimit;
    }

    private static void InvokeInterpreted(Instance instance, int functionIndex, ReadOnlySpan<ulong> arguments,
        Span<ulong> results)
    {
        Store store = instance.Store;
        store.EnsureStack();
        byte* frame = store.Stack.Top;
        var activation = new Activation(instance);
        bool isMoved = store.NativeStack.EnterRun();
        try
        {
            activation.TakeSlice();
            Instr* code = TranslatedCode.GetOrTranslate(ref activation, instance,
                functionIndex - instance.ImportedFunctions.Length);
            if (code->A > (nuint)(store.Stack.Limit - frame))
            {
                ThrowHelper.Trap(TrapCode.StackExhausted);
            }

            arguments.CopyTo(new Span<ulong>(frame, arguments.Length));
            *(Instr**)(frame + code->B) = Trampolines.Exit;
            *(byte**)(frame + code->B + 8) = frame;
            activation.Save(code + 1, frame, activation.Fuel - code[1].Cost);
            if (activation.Fuel < 0)
            {
                activation.TakeSlice();
            }

            InterpreterLoop.Run(ref activation);
            TakeResults(instance.Module.Definition.GetFunctionType(functionIndex), frame, results);
        }
        catch (WasmTrapException trap) when (Backtraces.AddFrames(trap, ref activation))
        {
            // Never entered. A catch that throws again would keep the stack of each of many nested runs; a filter keeps
            // nothing.
        }
        finally
        {
            store.NativeStack.LeaveRun(isMoved);
            store.Stack.Top = frame;
            store.FuelLeft += activation.Fuel;
        }
    }

    // The same as InvokeInterpreted, without the interpreter.
    private static void InvokeCompiled(Instance instance, CompiledCode compiled, ReadOnlySpan<ulong> arguments,
        Span<ulong> results)
    {
        Store store = instance.Store;
        byte* frame = store.Stack.Top;
        bool isMoved = store.NativeStack.EnterRun();
        long fuel = 0;
        try
        {
            fuel = store.TakeSlice(0, Activation.Slice);
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
            store.NativeStack.LeaveRun(isMoved);
            store.Stack.Top = frame;
            store.FuelLeft += fuel;
        }
    }

    private static void TakeResults(FuncType type, byte* frame, Span<ulong> results)
    {
        new ReadOnlySpan<ulong>(frame, results.Length).CopyTo(results);
        if (type.Results.Length == results.Length)
        {
            for (int i = 0; i < results.Length; i++)
            {
                if (type.Results[i] is ValType.I32 or ValType.F32)
                {
                    results[i] = (uint)results[i];
                }
            }
        }
    }
}

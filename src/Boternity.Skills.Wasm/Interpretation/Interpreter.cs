using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>Executes register code, which it makes from a function's body at the first call. It has no state: that is
/// the store's.</summary>
internal sealed unsafe partial class Interpreter : ExecutionTier
{
    /// <summary>How much fuel is handed out at once. Between two slices the clock and the token are looked
    /// at.</summary>
    private const int Slice = 20_000;

    /// <summary>Slots of a frame's header: where to return to, and the caller's frame.</summary>
    public const int HeaderSlots = 2;

    public override void Invoke(Instance instance, int functionIndex, ReadOnlySpan<ulong> arguments,
        Span<ulong> results)
    {
        if (instance.Module.Code.FindCompiled(functionIndex) is { } compiled && instance.Store.MayEnterCompiled)
        {
            InvokeCompiled(instance, compiled, arguments, results);
        }
        else
        {
            InvokeInterpreted(instance, functionIndex, arguments, results);
        }
    }

    private static void InvokeInterpreted(Instance instance, int functionIndex, ReadOnlySpan<ulong> arguments,
        Span<ulong> results)
    {
        Store store = instance.Store;
        store.EnsureStack();
        byte* frame = store.StackTop;
        var activation = new Activation(instance);
        bool isMoved = store.EnterRun();
        try
        {
            TakeSlice(ref activation);
            Instr* code = GetOrCompile(ref activation, instance, functionIndex - instance.ImportedFunctions.Length);
            if (code->A > (nuint)(store.StackLimit - frame))
            {
                ThrowHelper.Trap(TrapCode.StackExhausted);
            }

            arguments.CopyTo(new Span<ulong>(frame, arguments.Length));
            *(Instr**)(frame + code->B) = Trampolines.Exit;
            *(byte**)(frame + code->B + 8) = frame;
            activation.Save(code + 1, frame, activation.Fuel - code[1].Cost);
            if (activation.Fuel < 0)
            {
                TakeSlice(ref activation);
            }

            Run(ref activation);
            TakeResults(instance.Module.Definition.GetFunctionType(functionIndex), frame, results);
        }
        catch (WasmTrapException trap) when (AddFrames(trap, ref activation))
        {
            // Never entered. A catch that throws again would keep the stack of each of many nested runs; a filter keeps
            // nothing.
        }
        finally
        {
            store.LeaveRun(isMoved);
            store.StackTop = frame;
            store.FuelLeft += activation.Fuel;
        }
    }

    private static bool AddFrames(WasmTrapException trap, ref Activation activation)
    {
        if (trap.Backtrace.Frames.Count < WasmBacktrace.MaxFrames)
        {
            trap.Append(Backtraces.Walk(ref activation));
        }

        return false;
    }

    /// <summary>The code of an own function, made now if need be.</summary>
    private static Instr* GetOrCompile(ref Activation activation, Instance instance, int bodyIndex)
    {
        nint* entry = instance.Module.Code.Entries + bodyIndex;
        if (*entry == 0)
        {
            Compile(ref activation, instance.Module, bodyIndex);
        }

        return *(Instr**)entry;
    }

    private static void Compile(ref Activation activation, Module module, int bodyIndex)
    {
        activation.Store.CheckInterrupt();
        FunctionCode function = module.Code.Get(bodyIndex + module.Definition.ImportedFunctionCount);
        if (module.Services.Compiler is { HotCalls: 0 } compiler)
        {
            compiler.RequestFunction(function);
        }

        if (module.Code.Entries[bodyIndex] == 0)
        {
            Translate(function, activation.Store);
        }
    }

    private static void Translate(FunctionCode function, Store? store)
    {
        Module module = function.Module;
        Instr[] code = new Translator(module.Definition, store, module.Services.Compiler)
            .Translate(function.FunctionIndex);
        module.Code.Publish(function, code, (nint)Unsafe.AsPointer(ref code[0]));
    }

    /// <summary>Gives back what the guest used too much and hands out the next slice.</summary>
    private static void TakeSlice(ref Activation activation)
    {
        int used = activation.Fuel;
        activation.Fuel = 0;
        activation.Fuel = activation.Store.TakeSlice(used, Slice);
    }

    // Work that fuel does not count (zeroing many locals) ends the slice sooner, so that the clock is looked at in
    // time. The fuel stays the guest's.
    private static int ShortenSlice(ref Activation activation, uint units)
    {
        int fuel = activation.Fuel;
        int taken = (int)Math.Min(units, (uint)Math.Max(fuel, 0));
        activation.Store.FuelLeft += taken;
        return taken == fuel ? -1 : fuel - taken;
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

    [DoesNotReturn]
    private static void ThrowUnknown(RegisterOp op) =>
        throw new InvalidOperationException($"Register code has {op}, the loop has not.");
}

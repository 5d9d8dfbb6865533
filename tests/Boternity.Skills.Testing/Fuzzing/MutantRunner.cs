using System.Diagnostics;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Testing.Fuzzing;

/// <summary>Loads a binary, gives it whatever it imports, and calls what it exports, all under limits.</summary>
internal sealed class MutantRunner
{
    private const long Fuel = 100_000;
    private const long MaxMemoryBytes = 16 << 20;
    private const int MaxCalls = 8;

    // Fuel ends a guest long before: who needs this much time has found a hole in it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Engine _engine = new();

    /// <summary>Runs a mutant.</summary>
    /// <exception cref="FuzzViolationException">Something else than the engine's own exceptions left it, or it held on
    /// for too long.</exception>
    public MutantOutcome Run(byte[] binary)
    {
        long start = Stopwatch.GetTimestamp();
        MutantOutcome outcome;
        try
        {
            outcome = RunUnderLimits(binary);
        }
        catch (Exception exception) when (exception is not FuzzViolationException)
        {
            throw new FuzzViolationException($"{exception.GetType().Name} left the engine: {exception.Message}",
                exception);
        }

        if (Stopwatch.GetElapsedTime(start) > Patience)
        {
            throw new FuzzViolationException($"The mutant took {Stopwatch.GetElapsedTime(start)}.");
        }

        return outcome;
    }

    private MutantOutcome RunUnderLimits(byte[] binary)
    {
        Module module;
        try
        {
            module = _engine.LoadModule(binary);
        }
        catch (WasmFormatException malformed)
        {
            CheckOffset(malformed.Offset, binary);
            return MutantOutcome.Malformed;
        }
        catch (WasmValidationException invalid)
        {
            CheckOffset(invalid.Offset, binary);
            return MutantOutcome.Invalid;
        }
        catch (WasmUnsupportedException unsupported)
        {
            CheckOffset(unsupported.Offset, binary);
            return MutantOutcome.Unsupported;
        }

        using Store store = _engine.CreateStore(
            new StoreOptions { Fuel = Fuel, MaxMemoryBytes = MaxMemoryBytes, Timeout = Patience });
        MutantOutcome outcome = RunInstance(store, module);
        if (store.FuelConsumed > Fuel)
        {
            throw new FuzzViolationException($"It used {store.FuelConsumed} units of {Fuel}.");
        }

        if (store.PeakMemoryBytes > MaxMemoryBytes)
        {
            throw new FuzzViolationException($"It used {store.PeakMemoryBytes} bytes of {MaxMemoryBytes}.");
        }

        return outcome;
    }

    private static MutantOutcome RunInstance(Store store, Module module)
    {
        Instance instance;
        try
        {
            instance = Instantiator.Create(store, module,
                [.. module.Definition.Imports.Select(import => Provide(store, module, import))]);
        }
        catch (WasmLinkException)
        {
            return MutantOutcome.Unlinkable;
        }
        catch (WasmTrapException trap)
        {
            return CheckTrap(trap);
        }

        MutantOutcome outcome = MutantOutcome.Returned;
        foreach (Export export in module.Definition.Exports.Where(export => export.Kind == ExternKind.Function)
            .Take(MaxCalls))
        {
            Function function = instance.GetFunction(export.Name);
            try
            {
                function.Invoke(new ulong[function.Type.ParameterSlots], new ulong[function.Type.ResultSlots]);
            }
            catch (WasmTrapException trap)
            {
                outcome = CheckTrap(trap);
            }
        }

        return outcome;
    }

    private static Extern Provide(Store store, Module module, Import import) => import.Kind switch
    {
        ExternKind.Function =>
            new Function(module.Definition.GetFunctionType(import.Index), (_, _, results) => results.Clear()),
        ExternKind.Table => Table.Create(store, module.Definition.Tables[import.Index]),
        ExternKind.Memory => Memory.Create(store, module.Definition.Memories[import.Index]),
        _ => Global.Create(store, module.Definition.GlobalTypes[import.Index], 0),
    };

    private static MutantOutcome CheckTrap(WasmTrapException trap) =>
        trap.Code == TrapCode.DeadlineExceeded
        ? throw new FuzzViolationException("Fuel did not end the guest.", trap) : MutantOutcome.Trapped;

    private static void CheckOffset(long offset, byte[] binary)
    {
        if (offset < 0 || offset > binary.Length)
        {
            throw new FuzzViolationException(
                $"The error's offset {offset} is not in the binary of {binary.Length} bytes.");
        }
    }
}

using System.Diagnostics;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Testing.Tiers;

/// <summary>Runs a case on one engine and writes down everything that a guest or a host can see of it.</summary>
internal sealed class TierRun(Engine engine)
{
    private const long MemoryBytes = 1 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    /// <summary>How many calls ended with results.</summary>
    public int Results { get; private set; }

    /// <summary>How many ended with each trap.</summary>
    public Dictionary<TrapCode, int> Traps { get; } = [];

    /// <summary>How many functions were compiled in the end.</summary>
    public int Compiled { get; private set; }

    /// <summary>A line for each call: its results or its trap with all frames, the fuel it used, and the state
    /// afterwards.</summary>
    public List<string> Run(TierCase tierCase)
    {
        Module first = engine.LoadModule(tierCase.First.Bytes);
        Module? second = tierCase.Second is { } other ? engine.LoadModule(other.Bytes) : null;
        var trace = new List<string>();
        foreach (long fuel in tierCase.Fuel)
        {
            trace.Add($"fuel {fuel}");
            Run(tierCase, first, second, fuel, trace);
            if (engine.Options is { CompilesHotCode: true, CompilesInBackground: true } && CountCompiled(first) == 0)
            {
                WaitForCompiler(first);
            }
        }

        Compiled += CountCompiled(first) + (second is null ? 0 : CountCompiled(second));
        return trace;
    }

    /// <summary>The fuel that a case uses when it has plenty.</summary>
    public long Measure(TierCase tierCase)
    {
        Module? second = tierCase.Second is { } other ? engine.LoadModule(other.Bytes) : null;
        return Run(tierCase, engine.LoadModule(tierCase.First.Bytes), second, TierCase.Generous, []);
    }

    // A case is over before a compiler in the background has begun: without a pause only the interpreter would run.
    private static void WaitForCompiler(Module module)
    {
        long start = Stopwatch.GetTimestamp();
        while (CountCompiled(module) == 0 && Stopwatch.GetElapsedTime(start) < Patience)
        {
            Thread.Sleep(1);
        }
    }

    private static int CountCompiled(Module module) =>
        Enumerable.Range(module.Definition.ImportedFunctionCount, module.Definition.Bodies.Length)
        .Count(function => module.Code.FindCompiled(function) is not null);

    private long Run(TierCase tierCase, Module first, Module? second, long fuel, List<string> trace)
    {
        var options = new StoreOptions
        {
            Fuel = fuel,
            MaxMemoryBytes = MemoryBytes,
            State = new HostFunctions.StrongCount(),
        };
        using Store store = engine.CreateStore(options);
        var linker = new Linker();
        HostFunctions.Define(linker, options);
        Instance instance = linker.Instantiate(store, first);
        long refill = tierCase.IsInvolved ? fuel : 0;
        Call(store, instance, tierCase.First.Calls, refill, trace);
        if (second is null)
        {
            return store.FuelConsumed;
        }

        linker.DefineInstance("a", instance);
        Call(store, linker.Instantiate(store, second), tierCase.Second!.Calls, refill, trace);
        trace.Add($"first again: {StateOf(store, instance)}");
        return store.FuelConsumed;
    }

    private void Call(Store store, Instance instance, (string Export, ulong[] Arguments)[] calls, long refill,
        List<string> trace)
    {
        foreach ((string export, ulong[] arguments) in calls)
        {
            string end;
            try
            {
                end = string.Join(' ',
                    instance.GetFunction(export).Invoke(arguments).Select(slot => slot.ToString("x")));
                Results++;
            }
            catch (WasmTrapException trap)
            {
                end = $"{trap.Code}: {trap.Message} {trap.Backtrace}";
                Traps[trap.Code] = Traps.GetValueOrDefault(trap.Code) + 1;
            }

            trace.Add($"{export} -> {end} | {StateOf(store, instance)}");
            if (store.Fuel == 0)
            {
                store.Fuel = refill;
            }
        }
    }

    private static string StateOf(Store store, Instance instance)
    {
        var hash = new HashCode();
        var globals = new List<string>();
        foreach (Export export in instance.Module.Definition.Exports)
        {
            switch (instance.GetExtern(export))
            {
                case Memory memory: hash.AddBytes(memory.GetSpan(0, memory.Length)); break;
                case Global global:
                    globals.Add(string.Join(',', global.Get().ToArray().Select(slot => slot.ToString("x"))));
                    break;
                case Table table:
                    hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(table.Elements));
                    break;
            }
        }

        return $"fuel {store.FuelConsumed}, memory {store.MemoryBytes}/{store.PeakMemoryBytes}, globals "
            + $"{string.Join(' ', globals)}, hash {hash.ToHashCode():x}";
    }
}

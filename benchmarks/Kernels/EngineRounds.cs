using System.Diagnostics;
using Boternity.Skills.Wasm;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Benchmarks.Kernels;

/// <summary>Runs kernels in our engine, with all that holds a guest switched on.</summary>
internal sealed class EngineRounds(string folder)
{
    private const int Warmups = 3;

    private static readonly StoreOptions Limits = new()
    {
        Fuel = long.MaxValue / 2,
        Timeout = TimeSpan.FromHours(1),
        MaxMemoryBytes = 100_000_000,
    };

    private readonly Engine _engine = new();

    public KernelTimes Run(Kernel kernel, int n)
    {
        byte[] binary = File.ReadAllBytes(Path.Combine(folder, kernel.Name + ".wasm"));
        long start = Stopwatch.GetTimestamp();
        Module module = _engine.LoadModule(binary);
        TimeSpan load = Stopwatch.GetElapsedTime(start);

        start = Stopwatch.GetTimestamp();
        (long small, _) = Call(module, kernel.SmallN);
        TimeSpan first = Stopwatch.GetElapsedTime(start);
        if (small != kernel.SmallResult) throw new InvalidOperationException($"{kernel.Name}({kernel.SmallN}) is {small}, expected {kernel.SmallResult}.");

        for (int i = 0; i < Warmups; i++) Call(module, kernel.SmallN);
        start = Stopwatch.GetTimestamp();
        (long result, long fuel) = Call(module, n);
        return new KernelTimes(load, first, Stopwatch.GetElapsedTime(start), result, fuel);
    }

    private (long Result, long Fuel) Call(Module module, int n)
    {
        using Store store = _engine.CreateStore(Limits);
        Function run = new Linker().Instantiate(store, module).GetFunction("run");
        ulong result = run.Invoke((uint)n)[0];
        return (run.Type.Results[0] == ValType.I32 ? (int)result : (long)result, store.FuelConsumed);
    }
}

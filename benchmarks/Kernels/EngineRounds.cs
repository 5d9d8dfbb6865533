using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Benchmarks.Kernels;

/// <summary>Runs kernels in our engine, with all that holds a guest switched on.</summary>
internal sealed class EngineRounds(string folder, Clock clock, EngineOptions options)
{
    private const int Warmups = 3;

    // As long as V8 gets in kernels.mjs: both compile in the background.
    private static readonly TimeSpan TierUpPause = TimeSpan.FromMilliseconds(100);

    private static readonly StoreOptions Limits = new()
    {
        Fuel = long.MaxValue / 2,
        Timeout = TimeSpan.FromHours(1),
        MaxMemoryBytes = 100_000_000,
    };

    private readonly Engine _engine = new(options);

    public KernelTimes Run(Kernel kernel, int n)
    {
        byte[] binary = File.ReadAllBytes(Path.Combine(folder, kernel.Name + ".wasm"));
        TimeSpan start = clock.Now;
        Module module = _engine.LoadModule(binary);
        TimeSpan load = clock.Since(start);

        start = clock.Now;
        (long small, _) = Call(module, kernel.SmallN);
        TimeSpan first = clock.Since(start);
        if (small != kernel.SmallResult)
        {
            throw new InvalidOperationException(
                $"{kernel.Name}({kernel.SmallN}) is {small}, expected {kernel.SmallResult}.");
        }

        for (int i = 0; i < Warmups; i++)
        {
            Call(module, kernel.SmallN);
        }
        Thread.Sleep(TierUpPause);
        start = clock.Now;
        (long result, long fuel) = Call(module, n);
        return new KernelTimes(load, first, clock.Since(start), result, fuel);
    }

    private (long Result, long Fuel) Call(Module module, int n)
    {
        using Store store = _engine.CreateStore(Limits);
        Function run = new Linker().Instantiate(store, module).GetFunction("run");
        ulong result = run.Invoke((uint)n)[0];
        return (run.Type.Results[0] == ValType.I32 ? (int)result : (long)result, store.FuelConsumed);
    }
}

using Wasmtime;

namespace Boternity.Skills.Benchmarks.Kernels;

/// <summary>Runs kernels in Wasmtime, with fuel and epochs on. What it compiles is not run before it is compiled, so
/// there is nothing to warm up.</summary>
internal sealed class WasmtimeRounds(string folder, Clock clock) : IDisposable
{
    private const ulong Epochs = ulong.MaxValue / 2;

    private readonly Engine _engine = new(new Config().WithFuelConsumption(true).WithEpochInterruption(true));

    public KernelTimes Run(Kernel kernel, int n)
    {
        byte[] binary = File.ReadAllBytes(Path.Combine(folder, kernel.Name + ".wasm"));
        TimeSpan start = clock.Now;
        using var module = Module.FromBytes(_engine, kernel.Name, binary);
        TimeSpan load = clock.Since(start);

        start = clock.Now;
        Call(module, kernel.SmallN);
        TimeSpan first = clock.Since(start);
        start = clock.Now;
        (long result, long fuel) = Call(module, n);
        return new KernelTimes(load, first, clock.Since(start), result, fuel);
    }

    public void Dispose() => _engine.Dispose();

    private (long Result, long Fuel) Call(Module module, int n)
    {
        using var linker = new Linker(_engine);
        using var store = new Store(_engine);
        store.Fuel = long.MaxValue / 2;
        store.SetEpochDeadline(Epochs);
        object result = linker.Instantiate(store, module).GetFunction("run")!.Invoke(n)!;
        return (result is int narrow ? narrow : (long)result, (long.MaxValue / 2) - (long)store.Fuel);
    }
}

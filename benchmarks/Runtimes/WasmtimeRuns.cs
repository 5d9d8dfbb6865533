using Boternity.Skills.Benchmarks.Kernels;
using Boternity.Skills.Wasm.ScriptHost;
using Wasmtime;

namespace Boternity.Skills.Benchmarks.Runtimes;

/// <summary>Runs a program in Wasmtime, compiled beforehand, with fuel and epochs on: each run has a store and an
/// instance of its own.</summary>
internal sealed class WasmtimeRuns : IDisposable
{
    // ENOTSUP of WASI preview 1, negated.
    private const int NotSupported = -58;

    private const ulong Epochs = ulong.MaxValue / 2;

    private readonly RuntimeProgram _program;
    private readonly Clock _clock;
    private readonly Engine _engine = new(new Config().WithFuelConsumption(true).WithEpochInterruption(true));
    private readonly Linker _linker;
    private readonly Module _module;

    public WasmtimeRuns(RuntimeProgram program, Clock clock)
    {
        _program = program;
        _clock = clock;
        _module = Module.FromBytes(_engine, RuntimeProgram.Name, File.ReadAllBytes(program.Path));
        _linker = new Linker(_engine);
        _linker.DefineWasi();
        _linker.DefineFunction(ScriptHostFunctions.Module, "call", (int _, int _, int _) => NotSupported);
        _linker.DefineFunction(ScriptHostFunctions.Module, "take", (int _, int _) => NotSupported);
    }

    public TimeSpan Run()
    {
        var configuration = new WasiConfiguration();
        configuration.WithArgs([RuntimeProgram.Name, .. _program.Arguments]);
        if (_program.Input is { } input)
        {
            configuration.WithStandardInput(input);
        }

        foreach ((string guest, string host) in _program.Mounts)
        {
            configuration.WithPreopenedDirectory(host, guest, mutable: false);
        }

        TimeSpan start = _clock.Now;
        using var store = new Store(_engine);
        store.SetWasiConfiguration(configuration);
        store.Fuel = long.MaxValue / 2;
        store.SetEpochDeadline(Epochs);
        try
        {
            Instance instance = _linker.Instantiate(store, _module);
            if (instance.GetAction("_start") is { } main)
            {
                main();
                return _clock.Since(start);
            }

            instance.GetAction("_initialize")?.Invoke();
            Check(instance.GetFunction<int>("init")!());
            start = _clock.Now;
            Check(instance.GetFunction<int>("run")!());
        }
        catch (WasmtimeException exit) when (exit.ExitCode == 0)
        {
            // It has ended as it should.
        }

        return _clock.Since(start);
    }

    private static void Check(int code)
    {
        if (code != 0)
        {
            throw new InvalidOperationException($"The program ended with {code}.");
        }
    }

    public void Dispose()
    {
        _module.Dispose();
        _linker.Dispose();
        _engine.Dispose();
    }
}

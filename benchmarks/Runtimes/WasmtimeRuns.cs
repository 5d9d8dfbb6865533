using Boternity.Skills.Benchmarks.Kernels;
using Wasmtime;

namespace Boternity.Skills.Benchmarks.Runtimes;

/// <summary>Runs a program in Wasmtime, compiled beforehand, with fuel and epochs on: each run has a store and an
/// instance of its own.</summary>
internal sealed class WasmtimeRuns : IDisposable
{
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
    }

    public TimeSpan Run()
    {
        var configuration = new WasiConfiguration();
        configuration.WithArgs([RuntimeProgram.Name, .. _program.Arguments]);
        if (_program.Input is { } input)
        {
            configuration.WithStandardInput(input);
        }

        TimeSpan start = _clock.Now;
        using var store = new Store(_engine);
        store.SetWasiConfiguration(configuration);
        store.Fuel = long.MaxValue / 2;
        store.SetEpochDeadline(Epochs);
        try
        {
            _linker.Instantiate(store, _module).GetAction("_start")!();
        }
        catch (WasmtimeException exit) when (exit.ExitCode == 0)
        {
            // It has ended as it should.
        }

        return _clock.Since(start);
    }

    public void Dispose()
    {
        _module.Dispose();
        _linker.Dispose();
        _engine.Dispose();
    }
}

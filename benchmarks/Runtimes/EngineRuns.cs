using Boternity.Skills.Benchmarks.Kernels;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Managed;
using Boternity.Skills.Wasm.Programs;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Benchmarks.Runtimes;

/// <summary>Runs a program in our engine, with all that holds a guest switched on: each run has a store and an instance
/// of its own.</summary>
internal sealed class EngineRuns : IDisposable
{
    private const int MaxOutputBytes = 16 << 20;

    private readonly RuntimeProgram _program;
    private readonly Clock _clock;
    private readonly Engine _engine = new();
    private readonly ProgramLoader _loader = new();
    private readonly ModuleProgram _module;
    private readonly byte[] _input;
    private readonly MountedDirectories _files;

    public EngineRuns(RuntimeProgram program, Clock clock)
    {
        _program = program;
        _clock = clock;
        _input = program.ReadInput();
        _files = new MountedDirectories(program.Mounts);
        _module = _loader.LoadModule(_engine, File.ReadAllBytes(program.Path));
    }

    /// <summary>What the program holds, its machine code included, for each byte of its binary.</summary>
    public double HeldRatio => (double)_module.Memory.HeldBytes / new FileInfo(_program.Path).Length;

    /// <summary>What was hot so far, for another process.</summary>
    public byte[] WriteProfile() => ProgramProfile.Write(_module);

    /// <summary>Begins with what was hot in another process.</summary>
    public void Apply(byte[] profile) => ProgramProfile.TryApply(_module, profile);

    /// <summary>The fuel of the last run.</summary>
    public long Fuel { get; private set; }

    public TimeSpan Run()
    {
        var guest = new ManagedGuest(
            new GuestOptions
            {
                System = new GuestSystem
                {
                    Arguments = [RuntimeProgram.Name, .. _program.Arguments],
                    StandardInput = _input,
                    FileSystem = _files,
                },
                Output = new OutputCapture(MaxOutputBytes, OutputCaptureMode.All),
            },
            CancellationToken.None);
        TimeSpan start = _clock.Now;
        using Store store = _engine.CreateStore(new StoreOptions
        {
            Fuel = long.MaxValue / 2,
            Timeout = TimeSpan.FromHours(1),
            State = guest,
        });
        guest.RunIn(store);
        try
        {
            Instance instance = _loader.Modules.Instantiate(store, _module.Module);
            string main = ProgramLoader.Start;
            if (_module.Shape == ProgramShape.Preview1Runtime)
            {
                if (_module.Module.FindExport(ProgramLoader.InitializeReactor) is not null)
                {
                    Call(instance, ProgramLoader.InitializeReactor);
                }

                Call(instance, ProgramLoader.Init);
                main = ProgramLoader.Run;
                start = _clock.Now;
            }

            Call(instance, main);
        }
        catch (GuestExitException exit) when (exit.Code == 0)
        {
            // It has ended as it should.
        }

        TimeSpan time = _clock.Since(start);
        Fuel = store.FuelConsumed;
        return time;
    }

    // Answers nothing, or an exit code.
    private static void Call(Instance instance, string function)
    {
        if (instance.GetFunction(function).Invoke([]) is [not 0 and var code])
        {
            throw new InvalidOperationException($"The program's {function} ended with {code}.");
        }
    }

    public void Dispose() => GC.KeepAlive(_module);
}

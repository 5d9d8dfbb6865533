using System.IO.Abstractions;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Scripts;
using Boternity.Skills.Wasm.Guests;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Execution;

/// <summary>
/// Loads programs through the engine, keeps them, and runs them. What an engine throws that is no error of this library
/// becomes one.
/// </summary>
internal sealed class ProgramRunner : IDisposable
{
    private static readonly TimeSpan CoarseClock = TimeSpan.FromMicroseconds(100);

    private readonly IWasmEngine? _engine;
    private readonly string _engineKey;
    private readonly TimeProvider _time;
    private readonly ProgramCache _programs;
    private readonly RunTimeouts _timeouts;
    private readonly GuestMemoryBudget _memory;
    private readonly RuntimeStates _states;

    /// <summary>
    /// Creates a runner. Without an engine it runs nothing; without a store it checks no file but the program.
    /// </summary>
    public ProgramRunner(
        IFileSystem fileSystem,
        IOptions<BoternitySkillsOptions> options,
        TimeProvider time,
        IWasmEngine? engine = null,
        ISkillStore? store = null,
        ILogger<RuntimeStates>? logger = null)
    {
        _engine = engine;
        _engineKey = $"{engine?.Name}|{engine?.Fingerprint}";
        _time = time;
        _timeouts = new RunTimeouts(time);
        Wasm = new InstalledWasm(fileSystem, store);
        _states = new RuntimeStates(
            options.Value.CachePath,
            options.Value.RuntimeStateLifetime,
            time,
            logger ?? NullLogger<RuntimeStates>.Instance);
        _programs = new ProgramCache(options.Value.MaxCachedPrograms, options.Value.MaxCachedProgramBytes);
        _memory = new GuestMemoryBudget(options.Value.MaxTotalGuestBytes);
    }

    /// <summary>What is kept of script runtimes for later processes.</summary>
    public RuntimeStates States => _states;

    /// <summary>Gets the name of the engine; <c>none</c> where there is none.</summary>
    public string EngineName => _engine?.Name ?? "none";

    /// <summary>The programs of installed skills.</summary>
    public InstalledWasm Wasm { get; }

    /// <summary>Runs a tool skill's program.</summary>
    /// <exception cref="SkillLimitExceededException">The program, once it was loaded, did not end in time.</exception>
    public async ValueTask<WasmRunResult> RunAsync(
        SkillRun run, SkillHostSession host, CancellationToken cancellationToken)
    {
        InstalledFile file = InstalledWasm.FileOf(run.Skill);
        using ProgramCache.Lease lease = await AcquireAsync(
            run.Skill.Name,
            file.Sha256,
            file.Size,
            run.Limits.AllowSimd,
            async loading => new WasmBinary
            {
                Kind = run.Skill.WasmKind!.Value,
                Bytes = await Wasm.ReadAsync(run.Skill, loading).ConfigureAwait(false),
            },
            cancellationToken).ConfigureAwait(false);
        return await RunAsync(
            lease,
            RequestOf(run, host, new GuestSystem
            {
                Time = _time,
                Random = RandomOf(run),
                Arguments = [run.Skill.Name, .. run.Arguments],
                StandardInput = run.Input,
                Environment = host,
                FileSystem = host.Files,
                Http = host.Http,
            }),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a script runtime's program.</summary>
    /// <param name="run">The run.</param>
    /// <param name="host">What it may use.</param>
    /// <param name="runtime">The runtime.</param>
    /// <param name="configure">Fills in what the script gets.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<WasmRunResult> RunRuntimeAsync(
        SkillRun run,
        SkillHostSession host,
        LoadedRuntime runtime,
        Func<WasmRunRequest, WasmRunRequest> configure,
        CancellationToken cancellationToken)
    {
        // The runtime is the host's own program: what it is made of is not for the skill's limits to say.
        using ProgramCache.Lease lease = await AcquireAsync(
            runtime.Runtime.Name,
            runtime.Sha256,
            runtime.Module.Bytes.Length,
            allowSimd: true,
            _ => Task.FromResult(runtime.Module),
            cancellationToken).ConfigureAwait(false);
        WasmRunRequest request = configure(
            RequestOf(run, host, new GuestSystem { Time = _time, Random = RandomOf(run) }));
        if (request.Initialization is { } initialization)
        {
            request = request with
            {
                Initialization = initialization with
                {
                    States = _states.Of(_engineKey, runtime, initialization.Key),
                },
            };
        }

        return await RunAsync(lease, request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets go of the loaded programs; those in use go when their runs end.</summary>
    public void Dispose()
    {
        _programs.Dispose();
        _timeouts.Dispose();
    }

    private static GuestRandom RandomOf(SkillRun run) =>
        run.RandomSeed is { } seed ? new GuestRandom((ulong)seed) : new GuestRandom();

    private WasmRunRequest RequestOf(SkillRun run, SkillHostSession host, GuestSystem system) => new()
    {
        System = system,
        Context = run.Context,
        Limits = run.Limits,
        Host = host,
        SharedMemory = _memory,
        ClockResolution = run.Grants.PreciseClock ? TimeSpan.Zero : CoarseClock,
    };

    // An engine keeps to the limit itself. The token is for what its guests wait for, and for engines that do not.
    private async ValueTask<WasmRunResult> RunAsync(
        ProgramCache.Lease lease, WasmRunRequest request, CancellationToken cancellationToken)
    {
        await PrepareAsync(lease.Program, request, cancellationToken).ConfigureAwait(false);
        CancellationTokenSource timeout = _timeouts.Start(request.Limits.Timeout);
        CancellationTokenRegistration caller = cancellationToken.UnsafeRegister(
            static source => ((CancellationTokenSource)source!).Cancel(), timeout);
        try
        {
            return await lease.Program.RunAsync(request, timeout.Token).ConfigureAwait(false);
        }
        catch (SkillLimitExceededException exception) when (exception.Kind == SkillLimitKind.TotalMemory)
        {
            // The next run is to find what programs that nobody uses held.
            _programs.EvictUnused();
            throw;
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            // The caller's own token is what the caller compares with.
            throw exception is SkillExecutionCanceledException ran
                ? new SkillExecutionCanceledException(ran.FuelConsumed, ran.PeakMemoryBytes, cancellationToken, ran)
                : new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested)
        {
            throw TookTooLong(request, exception);
        }
        catch (Exception exception) when (exception is not (SkillException or OperationCanceledException
            or ObjectDisposedException))
        {
            throw EngineFailed(request.Context.SkillName, exception);
        }
        finally
        {
            await caller.DisposeAsync().ConfigureAwait(false);
            _timeouts.Stop(timeout);
        }
    }

    private async ValueTask PrepareAsync(
        IWasmProgram program, WasmRunRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await program.PrepareAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (SkillException or OperationCanceledException
            or ObjectDisposedException))
        {
            throw EngineFailed(request.Context.SkillName, exception);
        }
    }

    private static SkillLimitExceededException TookTooLong(WasmRunRequest request, OperationCanceledException exception)
    {
        long milliseconds = (long)request.Limits.Timeout.TotalMilliseconds;
        return new SkillLimitExceededException(
            SkillLimitKind.Time,
            milliseconds,
            $"'{request.Context.SkillName}' did not end within {milliseconds} ms.",
            innerException: exception)
        {
            FuelConsumed = (exception as SkillExecutionCanceledException)?.FuelConsumed,
            PeakMemoryBytes = (exception as SkillExecutionCanceledException)?.PeakMemoryBytes,
        };
    }

    private ValueTask<ProgramCache.Lease> AcquireAsync(
        string name,
        string sha256,
        long size,
        bool allowSimd,
        Func<CancellationToken, Task<WasmBinary>> read,
        CancellationToken cancellationToken)
    {
        IWasmEngine engine = _engine ?? throw new SkillExecutionException(
            SkillErrorCodes.ExecutionNoEngine,
            $"'{name}' needs a WebAssembly engine and none is registered ({nameof(IWasmEngine)}).");

        // The same binary is another program to another engine, and where it may use less.
        var key = new ProgramKey(_engineKey, allowSimd, sha256);
        var options = new WasmLoadOptions { AllowSimd = allowSimd, Sha256 = sha256, SharedMemory = _memory };
        return _programs.AcquireAsync(
            key, size, loading => LoadAsync(engine, name, read, options, loading), cancellationToken);
    }

    private async Task<IWasmProgram> LoadAsync(
        IWasmEngine engine,
        string name,
        Func<CancellationToken, Task<WasmBinary>> read,
        WasmLoadOptions options,
        CancellationToken cancellationToken)
    {
        WasmBinary binary = await read(cancellationToken).ConfigureAwait(false);
        try
        {
            try
            {
                return await engine.LoadAsync(binary, options, cancellationToken).ConfigureAwait(false);
            }
            catch (SkillLimitExceededException exception) when (exception.Kind == SkillLimitKind.TotalMemory)
            {
                // Programs that nobody uses make room for one that somebody wants.
                _programs.EvictUnused();
                return await engine.LoadAsync(binary, options, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is not SkillException
            && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw EngineFailed(name, exception);
        }
    }

    private SkillExecutionException EngineFailed(string name, Exception exception) => new(
        SkillErrorCodes.ExecutionEngineFailed,
        $"The engine '{_engine?.Name}' failed on '{name}': {exception.GetType().Name}: {exception.Message}",
        exception);
}

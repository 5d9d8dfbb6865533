using System.Text;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Execution;

/// <summary>
/// Loads programs through the engine, keeps them, and runs them. What an engine throws that is no error of this library
/// becomes one.
/// </summary>
internal sealed class ProgramRunner(
    IWasmEngine engine, InstalledWasm wasm, ProgramCache programs, TimeProvider time, GuestMemoryBudget memory)
    : IDisposable
{
    private static readonly TimeSpan CoarseClock = TimeSpan.FromMicroseconds(100);

    private readonly RunTimeouts _timeouts = new(time);

    /// <exception cref="SkillLimitExceededException">The program, once it was loaded, did not end in time.</exception>
    public async ValueTask<WasmRunResult> RunAsync(
        SkillRun run, SkillHostSession host, CancellationToken cancellationToken)
    {
        InstalledFile file = InstalledWasm.FileOf(run.Skill);
        var options = new WasmLoadOptions { AllowSimd = run.Limits.AllowSimd };

        // The same binary is another program to another engine, and where it may use less.
        string key = $"{engine.Name}|{engine.Fingerprint}|{(options.AllowSimd ? "simd" : "no simd")}|{file.Sha256}";
        using ProgramCache.Lease lease = await programs
            .AcquireAsync(key, file.Size, loading => LoadAsync(run.Skill, options, loading), cancellationToken)
            .ConfigureAwait(false);
        var request = new WasmRunRequest
        {
            Context = run.Context,
            Limits = run.Limits,
            System = new GuestSystem
            {
                Arguments = [run.Skill.Name, .. run.Arguments],
                StandardInput = Encoding.UTF8.GetBytes(run.Input),
                Environment = host,
                FileSystem = host.Files,
                Http = host.Http,
                Time = time,
                Random = run.RandomSeed is { } seed ? new GuestRandom((ulong)seed) : new GuestRandom(),
            },
            Host = host,
            SharedMemory = memory,
            ClockResolution = run.Grants.PreciseClock ? TimeSpan.Zero : CoarseClock,
        };
        return await RunInTimeAsync(lease.Program, run, request, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _timeouts.Dispose();

    // An engine keeps to the limit itself. The token is for what its guests wait for, and for engines that do not.
    private async ValueTask<WasmRunResult> RunInTimeAsync(
        IWasmProgram program, SkillRun run, WasmRunRequest request, CancellationToken cancellationToken)
    {
        CancellationTokenSource timeout = _timeouts.Start(run.Limits.Timeout);
        CancellationTokenRegistration caller = cancellationToken.UnsafeRegister(
            static source => ((CancellationTokenSource)source!).Cancel(), timeout);
        try
        {
            return await program.RunAsync(request, timeout.Token).ConfigureAwait(false);
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
            throw TookTooLong(run, exception);
        }
        catch (Exception exception) when (exception is not (SkillException or OperationCanceledException
            or ObjectDisposedException))
        {
            throw EngineFailed(run.Skill, exception);
        }
        finally
        {
            await caller.DisposeAsync().ConfigureAwait(false);
            _timeouts.Stop(timeout);
        }
    }

    private static SkillLimitExceededException TookTooLong(SkillRun run, OperationCanceledException exception)
    {
        long milliseconds = (long)run.Limits.Timeout.TotalMilliseconds;
        return new SkillLimitExceededException(
            SkillLimitKind.Time,
            milliseconds,
            $"'{run.Skill.Name}' did not end within {milliseconds} ms.",
            innerException: exception)
        {
            FuelConsumed = (exception as SkillExecutionCanceledException)?.FuelConsumed,
            PeakMemoryBytes = (exception as SkillExecutionCanceledException)?.PeakMemoryBytes,
        };
    }

    private async Task<IWasmProgram> LoadAsync(
        InstalledSkill skill, WasmLoadOptions options, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> bytes = await wasm.ReadAsync(skill, cancellationToken).ConfigureAwait(false);
        try
        {
            return await engine.LoadAsync(new WasmBinary
            {
                Kind = skill.WasmKind!.Value,
                Bytes = bytes,
            }, options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not SkillException
            && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw EngineFailed(skill, exception);
        }
    }

    private SkillExecutionException EngineFailed(InstalledSkill skill, Exception exception) => new(
        SkillErrorCodes.ExecutionEngineFailed,
        $"The engine '{engine.Name}' failed on '{skill.Name}': {exception.GetType().Name}: {exception.Message}",
        exception);
}

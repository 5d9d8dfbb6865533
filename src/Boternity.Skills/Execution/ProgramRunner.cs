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
{
    private static readonly TimeSpan CoarseClock = TimeSpan.FromMicroseconds(100);

    public async Task<WasmRunResult> RunAsync(SkillRun run, SkillHostSession host, CancellationToken cancellationToken)
    {
        InstalledFile file = InstalledWasm.FileOf(run.Skill);
        var options = new WasmLoadOptions { AllowSimd = run.Limits.AllowSimd };

        // The same binary is another program to another engine, and where it may use less.
        string key = $"{engine.Name}|{engine.Fingerprint}|{(options.AllowSimd ? "simd" : "no simd")}|{file.Sha256}";
        using ProgramCache.Lease lease = await programs
            .AcquireAsync(key, file.Size, () => LoadAsync(run.Skill, options), cancellationToken)
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
        try
        {
            return await lease.Program.RunAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (SkillException or OperationCanceledException
            or ObjectDisposedException))
        {
            throw EngineFailed(run.Skill, exception);
        }
    }

    private async Task<IWasmProgram> LoadAsync(InstalledSkill skill, WasmLoadOptions options)
    {
        ReadOnlyMemory<byte> bytes = await wasm.ReadAsync(skill, CancellationToken.None).ConfigureAwait(false);
        try
        {
            return await engine.LoadAsync(new WasmBinary
            {
                Kind = skill.WasmKind!.Value,
                Bytes = bytes,
            }, options).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not SkillException)
        {
            throw EngineFailed(skill, exception);
        }
    }

    private SkillExecutionException EngineFailed(InstalledSkill skill, Exception exception) => new(
        SkillErrorCodes.ExecutionEngineFailed,
        $"The engine '{engine.Name}' failed on '{skill.Name}': {exception.GetType().Name}: {exception.Message}",
        exception);
}

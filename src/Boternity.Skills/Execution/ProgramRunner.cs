using Boternity.Skills.Capabilities;

namespace Boternity.Skills.Execution;

/// <summary>Loads programs through the engine, keeps them, and runs them. What an engine throws that is no error of this library becomes one.</summary>
internal sealed class ProgramRunner(IWasmEngine engine, InstalledWasm wasm, ProgramCache programs)
{
    public async Task<WasmRunResult> RunAsync(SkillRun run, ISkillHost host, CancellationToken cancellationToken)
    {
        InstalledFile file = InstalledWasm.FileOf(run.Skill);
        var options = new WasmLoadOptions { AllowSimd = run.Limits.AllowSimd };

        // The same binary is another program where it may use less.
        string key = options.AllowSimd ? file.Sha256 : $"{file.Sha256}-simd";
        using ProgramCache.Lease lease = await programs
            .AcquireAsync(key, file.Size, () => LoadAsync(run.Skill, options), cancellationToken)
            .ConfigureAwait(false);
        var request = new WasmRunRequest
        {
            Input = run.Input,
            Limits = run.Limits,
            Skill = run.Skill,
            InvocationId = run.Context.InvocationId,
            BotName = run.Context.BotName,
            BotSlug = run.Context.BotSlug,
            Host = host,
            RandomSeed = run.RandomSeed,
        };
        try
        {
            return await lease.Program.RunAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (SkillException or OperationCanceledException or ObjectDisposedException))
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

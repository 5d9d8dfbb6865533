using System.Diagnostics;
using System.IO.Abstractions;
using System.Security.Cryptography;
using System.Text;
using Boternity.Skills.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Execution;

/// <summary>
/// The default executor: answers stubs itself and gives everything else to the <see cref="IWasmEngine"/>, under the
/// limits of the trust tier that the host assigned. Loaded programs are kept, one for each SHA-256.
/// </summary>
public sealed class SkillExecutor : ISkillExecutor, IDisposable
{
    private readonly IFileSystem _fileSystem;
    private readonly IWasmEngine? _engine;
    private readonly BoternitySkillsOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<SkillExecutor> _logger;
    private readonly ProgramCache _programs;

    /// <summary>Creates an executor. Without an engine it can only answer stubs.</summary>
    public SkillExecutor(
        IFileSystem fileSystem,
        IOptions<BoternitySkillsOptions> options,
        TimeProvider time,
        ILogger<SkillExecutor> logger,
        IWasmEngine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _fileSystem = fileSystem;
        _engine = engine;
        _options = options.Value;
        _time = time;
        _logger = logger;
        _programs = new ProgramCache(_options.ProgramCacheEntries, _options.ProgramCacheBytes);
    }

    /// <inheritdoc/>
    public async Task<SkillExecutionResult> ExecuteAsync(
        InstalledSkill skill, string input, SkillExecutionOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(skill);
        ArgumentNullException.ThrowIfNull(input);
        cancellationToken.ThrowIfCancellationRequested();
        options ??= new SkillExecutionOptions();
        if (options.Limits?.FindProblem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        var run = new Run(skill, options.Limits ?? LimitsOf(skill.TrustTier), options.InvocationId ?? Guid.CreateVersion7().ToString(), options);
        using Activity? activity = SkillTelemetry.Activities.StartActivity("boternity.skills.execute");
        activity?.SetTag("boternity.skills.skill", skill.Directory).SetTag("boternity.skills.invocation_id", run.InvocationId);
        ExecutionLog.Started(_logger, skill.Directory, run.InvocationId, skill.TrustTier);

        long started = _time.GetTimestamp();
        string outcome = SkillTelemetry.Success;
        long fuel = 0;
        try
        {
            Refuse(skill);
            SkillExecutionResult result = await RunUnderTimeoutAsync(run, input, started, cancellationToken).ConfigureAwait(false);
            fuel = result.FuelConsumed;
            ExecutionLog.Completed(_logger, skill.Directory, run.InvocationId, fuel, result.Duration.TotalMilliseconds, result.IsStub);
            return result;
        }
        catch (Exception exception)
        {
            outcome = SkillTelemetry.OutcomeOf(exception);
            activity?.SetStatus(ActivityStatusCode.Error, outcome);
            throw;
        }
        finally
        {
            SkillTelemetry.RecordExecution(outcome, skill.TrustTier, _time.GetElapsedTime(started), fuel);
        }
    }

    /// <summary>Lets go of the loaded programs; those in use go when their runs end.</summary>
    public void Dispose() => _programs.Dispose();

    private static void Refuse(InstalledSkill skill)
    {
        if (skill.Type == SkillType.Prompt)
        {
            throw new SkillExecutionException(
                SkillErrorCodes.ExecutionPromptSkill,
                $"'{skill.Name}' is a prompt skill: it is read, not executed. Put the text that {nameof(ISkillStore)}.{nameof(ISkillStore.ReadBodyAsync)} returns into the model's prompt.");
        }

        if (skill.TrustTier == SkillTrustTier.Local)
        {
            throw new SkillExecutionException(
                SkillErrorCodes.ExecutionLocalTrust,
                $"'{skill.Name}' has local trust, which means no sandbox. This executor always runs one: install the skill as verified or untrusted.");
        }
    }

    private SkillLimits LimitsOf(SkillTrustTier tier) =>
        tier == SkillTrustTier.Verified ? _options.VerifiedLimits : _options.UntrustedLimits;

    private async Task<SkillExecutionResult> RunUnderTimeoutAsync(
        Run run, string input, long started, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(run.Limits.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            WasmRunResult? result = run.Skill.WasmKind == WasmBinaryKind.Stub
                ? null
                : await RunProgramAsync(run, input, either.Token).ConfigureAwait(false);
            string output = result?.Output ?? await ReadStubAsync(run.Skill, either.Token).ConfigureAwait(false);
            CheckOutput(run, output);
            return new SkillExecutionResult
            {
                Output = output,
                FuelConsumed = result?.FuelConsumed ?? 0,
                PeakMemoryBytes = result?.PeakMemoryBytes,
                Duration = _time.GetElapsedTime(started),
                InvocationId = run.InvocationId,
                IsStub = result is null,
            };
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            long milliseconds = (long)run.Limits.Timeout.TotalMilliseconds;
            throw new SkillLimitExceededException(
                SkillLimitKind.Time, milliseconds, $"'{run.Skill.Name}' did not end within {milliseconds} ms.", innerException: exception);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The caller's own token, not the linked one, is what the caller compares with.
            throw new OperationCanceledException(cancellationToken);
        }
    }

    private async Task<string> ReadStubAsync(InstalledSkill skill, CancellationToken cancellationToken) =>
        StubMarkerReader.ReadBody(skill.Name, await ReadWasmAsync(skill, cancellationToken).ConfigureAwait(false));

    private async Task<WasmRunResult> RunProgramAsync(Run run, string input, CancellationToken cancellationToken)
    {
        if (_engine is null)
        {
            throw new SkillExecutionException(
                SkillErrorCodes.ExecutionNoEngine,
                $"'{run.Skill.Name}' needs a WebAssembly engine and none is registered ({nameof(IWasmEngine)}).");
        }

        InstalledFile file = WasmFileOf(run.Skill);
        using ProgramCache.Lease lease = await _programs
            .AcquireAsync(file.Sha256, file.Size, () => LoadAsync(run.Skill, _engine), cancellationToken)
            .ConfigureAwait(false);
        var request = new WasmRunRequest
        {
            Input = input,
            Limits = run.Limits,
            Skill = run.Skill,
            InvocationId = run.InvocationId,
            BotName = run.Options.BotName,
            BotSlug = run.Options.BotSlug,
        };
        try
        {
            return await lease.Program.RunAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (SkillException or OperationCanceledException or ObjectDisposedException))
        {
            throw EngineFailed(run.Skill, _engine, exception);
        }
    }

    private async Task<IWasmProgram> LoadAsync(InstalledSkill skill, IWasmEngine engine)
    {
        byte[] bytes = await ReadWasmAsync(skill, CancellationToken.None).ConfigureAwait(false);
        try
        {
            return await engine.LoadAsync(new WasmBinary(skill.WasmKind!.Value, bytes)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not SkillException)
        {
            throw EngineFailed(skill, engine, exception);
        }
    }

    private async Task<byte[]> ReadWasmAsync(InstalledSkill skill, CancellationToken cancellationToken)
    {
        InstalledFile file = WasmFileOf(skill);
        byte[] bytes;
        try
        {
            bytes = await _fileSystem.File.ReadAllBytesAsync(skill.WasmPath!, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SkillIntegrityException(
                skill.Directory, file.Path, $"{file.Path} of '{skill.Directory}' cannot be read: {exception.Message}", exception);
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == file.Sha256
            ? bytes
            : throw new SkillIntegrityException(
                skill.Directory, file.Path, $"{file.Path} of '{skill.Directory}' is not the file that was installed: its SHA-256 differs.");
    }

    private static InstalledFile WasmFileOf(InstalledSkill skill) =>
        skill.Files.FirstOrDefault(file => file.Path == SkillPackage.WasmFileName) is { } file && skill is { WasmPath: not null, WasmKind: not null }
            ? file
            : throw new SkillStoreException(
                SkillErrorCodes.StoreEntryDamaged, skill.Directory, $"'{skill.Directory}' is a tool skill without a recorded {SkillPackage.WasmFileName}.");

    private static void CheckOutput(Run run, string output)
    {
        if (Encoding.UTF8.GetByteCount(output) > run.Limits.OutputBytes)
        {
            throw new SkillLimitExceededException(
                SkillLimitKind.Output,
                run.Limits.OutputBytes,
                $"The output of '{run.Skill.Name}' is larger than {run.Limits.OutputBytes} bytes.");
        }
    }

    private static SkillExecutionException EngineFailed(InstalledSkill skill, IWasmEngine engine, Exception exception) => new(
        SkillErrorCodes.ExecutionEngineFailed,
        $"The engine '{engine.Name}' failed on '{skill.Name}': {exception.GetType().Name}: {exception.Message}",
        exception);

    private sealed record Run(InstalledSkill Skill, SkillLimits Limits, string InvocationId, SkillExecutionOptions Options);
}

using System.Diagnostics;
using System.IO.Abstractions;
using Boternity.Skills.Auditing;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Diagnostics;
using Boternity.Skills.Grants;
using Boternity.Skills.Schemas;
using Boternity.Skills.Storage;
using Boternity.Skills.Wasm.Guests;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Execution;

/// <summary>
/// The default executor: answers stubs itself and gives everything else to the <see cref="IWasmEngine"/>, under the
/// limits of the trust tier that the host assigned. Loaded programs are kept, one for each SHA-256.
/// </summary>
internal sealed class SkillExecutor : ISkillExecutor, IDisposable
{
    private readonly BoternitySkillsOptions _options;
    private readonly SkillHostFactory _hosts;
    private readonly TimeProvider _time;
    private readonly ILogger<SkillExecutor> _logger;
    private readonly InstalledWasm _wasm;
    private readonly ProgramCache _programs;
    private readonly ExecutionQueue _queue;
    private readonly ProgramRunner? _runner;
    private readonly ISkillStore? _store;
    private readonly ISkillGrantStore? _grants;
    private readonly ExecutionAudit _audit;

    /// <summary>
    /// Creates an executor. Without an engine it can only answer stubs. Without a store it checks no file but the
    /// program; without a grant store a skill has what the call grants it, and nothing else. Without an audit nothing
    /// is recorded.
    /// </summary>
    public SkillExecutor(
        IFileSystem fileSystem,
        IOptions<BoternitySkillsOptions> options,
        SkillHostFactory hosts,
        TimeProvider time,
        ILogger<SkillExecutor> logger,
        IWasmEngine? engine = null,
        ISkillStore? store = null,
        ISkillGrantStore? grants = null,
        ISkillAudit? audit = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Value;
        _hosts = hosts;
        _time = time;
        _logger = logger;
        _store = store;
        _grants = grants;
        _audit = new ExecutionAudit(new AuditTrail(audit, time));
        _wasm = new InstalledWasm(fileSystem, store);
        _queue = new ExecutionQueue(
            _options.MaxConcurrentExecutions, _options.MaxQueuedExecutions, _options.MaxConcurrentExecutionsPerSkill);
        _programs = new ProgramCache(_options.MaxCachedPrograms, _options.MaxCachedProgramBytes);
        _runner = engine is null ? null : new ProgramRunner(
            engine, _wasm, _programs, time, new GuestMemoryBudget(_options.MaxTotalGuestBytes));
    }

    /// <inheritdoc/>
    public async Task<SkillExecutionResult> ExecuteAsync(
        InstalledSkill skill,
        string input,
        SkillExecutionOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(skill);
        ArgumentNullException.ThrowIfNull(input);
        cancellationToken.ThrowIfCancellationRequested();
        SkillRun run = Prepare(skill, input, options ?? new SkillExecutionOptions());
        string invocation = run.Context.InvocationId;
        using Activity? activity = SkillTelemetry.Activities.StartActivity("boternity.skills.execute");
        activity?.SetTag("boternity.skills.skill", skill.SkillId).SetTag("boternity.skills.invocation_id", invocation);
        ExecutionLog.Started(_logger, skill.SkillId, invocation, skill.TrustTier);

        long started = _time.GetTimestamp();
        SkillExecutionResult? result = null;
        Exception? error = null;
        try
        {
            Refuse(skill);
            TextLimit.Check(run.Skill.Name, SkillLimitKind.Input, input, run.Limits.MaxInputBytes);
            InputSchemas.Check(skill, input);
            if (options?.Grants is null && _grants is not null)
            {
                run.Grants = await _grants.GetAsync(skill, cancellationToken).ConfigureAwait(false);
            }

            using ExecutionQueue.Place place = await _queue
                .EnterAsync(skill.SkillId, cancellationToken)
                .ConfigureAwait(false);
            result = await RunAsync(run, started, cancellationToken).ConfigureAwait(false);
            ExecutionLog.Completed(
                _logger,
                skill.SkillId,
                invocation,
                result.FuelConsumed,
                result.Duration.TotalMilliseconds,
                result.IsStub);
            return result;
        }
        catch (Exception exception)
        {
            error = exception;
            activity?.SetStatus(ActivityStatusCode.Error, SkillTelemetry.OutcomeOf(exception));
            throw;
        }
        finally
        {
            string outcome = error is null ? SkillTelemetry.Success : SkillTelemetry.OutcomeOf(error);
            TimeSpan duration = _time.GetElapsedTime(started);
            long fuel = result?.FuelConsumed ?? ExecutionCost.Of(error).Fuel ?? 0;
            SkillTelemetry.RecordExecution(outcome, skill.TrustTier, duration, fuel);
            await _audit.RecordAsync(run, outcome, duration, result, error).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<SkillExecutionResult> ExecuteAsync(
        string skillId,
        string input,
        SkillExecutionOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(skillId);
        InstalledSkill skill = _store is null
            ? throw new SkillNotInstalledException(skillId)
            : await _store.GetAsync(skillId, cancellationToken).ConfigureAwait(false);
        return await ExecuteAsync(skill, input, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets go of the loaded programs; those in use go when their runs end.</summary>
    public void Dispose()
    {
        _programs.Dispose();
        _runner?.Dispose();
    }

    private SkillRun Prepare(InstalledSkill skill, string input, SkillExecutionOptions options)
    {
        SkillLimits limits = options.Limits
            ?? (skill.TrustTier == SkillTrustTier.Verified ? _options.VerifiedLimits : _options.UntrustedLimits);
        if (limits.FindProblem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        return new SkillRun
        {
            Skill = skill,
            Input = input,
            Limits = limits,
            Grants = options.Grants ?? SkillGrants.None,
            RandomSeed = options.RandomSeed,
            Arguments = options.Arguments,
            Context = new SkillContext
            {
                Skill = skill,
                InvocationId = options.InvocationId ?? Guid.CreateVersion7().ToString(),
                BotName = options.BotName,
                BotSlug = options.BotSlug,
                Caller = options.Caller,
            },
        };
    }

    private static void Refuse(InstalledSkill skill)
    {
        if (skill.Type == SkillType.Prompt)
        {
            throw new SkillExecutionException(
                SkillErrorCodes.ExecutionPromptSkill,
                $"'{skill.Name}' is a prompt skill: it is read, not executed. Put the text that "
                    + $"{nameof(ISkillStore)}.{nameof(ISkillStore.ReadBodyAsync)} returns into the model's prompt.");
        }

        if (skill.TrustTier == SkillTrustTier.Local)
        {
            throw new SkillExecutionException(
                SkillErrorCodes.ExecutionLocalTrust,
                $"'{skill.Name}' has local trust, which means no sandbox. This executor always runs one: install the "
                    + $"skill as verified or untrusted.");
        }
    }

    private async ValueTask<SkillExecutionResult> RunAsync(
        SkillRun run, long started, CancellationToken cancellationToken)
    {
        if (_store is not null)
        {
            await _store.CheckAsync(run.Skill, SkillIntegrityCheck.Quick, cancellationToken).ConfigureAwait(false);
        }

        await _audit.RecordStartAsync(run).ConfigureAwait(false);
        return run.Skill.WasmKind == WasmBinaryKind.Stub
            ? await AnswerStubAsync(run, started, cancellationToken).ConfigureAwait(false)
            : await RunProgramAsync(run, started, cancellationToken).ConfigureAwait(false);
    }

    private async Task<SkillExecutionResult> AnswerStubAsync(
        SkillRun run, long started, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> marker = await _wasm.ReadAsync(run.Skill, cancellationToken).ConfigureAwait(false);
        return new SkillExecutionResult
        {
            Output = TextLimit.Check(
                run.Skill.Name,
                SkillLimitKind.Output,
                StubMarkerReader.ReadBody(run.Skill.Name, marker),
                run.Limits.MaxOutputBytes),
            FuelConsumed = 0,
            Duration = _time.GetElapsedTime(started),
            InvocationId = run.Context.InvocationId,
            IsStub = true,
        };
    }

    private async ValueTask<SkillExecutionResult> RunProgramAsync(
        SkillRun run, long started, CancellationToken cancellationToken)
    {
        ProgramRunner runner = _runner ?? throw new SkillExecutionException(
            SkillErrorCodes.ExecutionNoEngine,
            $"'{run.Skill.Name}' needs a WebAssembly engine and none is registered ({nameof(IWasmEngine)}).");
        using SkillHostSession host = _hosts.CreateSession(run.Context, run.Grants);
        WasmRunResult result;
        string output;
        try
        {
            result = await runner.RunAsync(run, host, cancellationToken).ConfigureAwait(false);
            output = ProgramAnswers.Read(result, run.Skill.Name, run.Limits.MaxOutputBytes);
        }
        catch (SkillException) when (host.Violation is not null)
        {
            throw host.Violation;
        }
        catch (SkillFailedException failure) when (host.Redact(failure.Error) != failure.Error)
        {
            // The text is the skill's own, and it knows a secret.
            SkillFailedException redacted = SkillFailures.Of(
                run.Skill.Name, host.Redact(failure.Error), failure.ExitCode);
            redacted.FuelConsumed = failure.FuelConsumed;
            redacted.PeakMemoryBytes = failure.PeakMemoryBytes;
            throw redacted;
        }
        finally
        {
            run.CapabilityUses = host.CapabilityUses;
        }

        // A guest may never look at the answer to a request that ended its run.
        if (host.Violation is not null)
        {
            throw host.Violation;
        }

        return new SkillExecutionResult
        {
            Output = output,
            FuelConsumed = result.FuelConsumed,
            PeakMemoryBytes = result.PeakMemoryBytes,
            IsStub = run.Skill.IsStub,
            Duration = _time.GetElapsedTime(started),
            InvocationId = run.Context.InvocationId,
            Log = host.LogLines,
            LogLinesDropped = host.LogLinesDropped,
            CapabilityUses = run.CapabilityUses,
        };
    }
}

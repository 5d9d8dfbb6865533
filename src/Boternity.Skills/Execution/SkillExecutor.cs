using System.Text;
using Boternity.Skills.Auditing;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Grants;
using Boternity.Skills.Schemas;
using Boternity.Skills.Scripts;
using Boternity.Skills.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Execution;

/// <summary>
/// The default executor: answers stubs itself and gives everything else to the <see cref="IWasmEngine"/>, under the
/// limits of the trust tier that the host assigned.
/// </summary>
internal sealed class SkillExecutor : ISkillExecutor, IDisposable
{
    private readonly BoternitySkillsOptions _options;
    private readonly SkillHostFactory _hosts;
    private readonly TimeProvider _time;
    private readonly ISkillStore? _store;
    private readonly ProgramRunner _runner;
    private readonly ExecutionFrame _frame;
    private readonly ScriptRuntimes _runtimes;
    private readonly ScriptRunner _scripts;
    private readonly ChainRunner _chains;

    /// <summary>
    /// Creates an executor. Without a store it checks no file but the program; without a grant store a skill has what
    /// the call grants it, and nothing else. Without an audit nothing is recorded.
    /// </summary>
    public SkillExecutor(
        IOptions<BoternitySkillsOptions> options,
        SkillHostFactory hosts,
        ProgramRunner runner,
        ScriptRuntimes runtimes,
        TimeProvider time,
        ILogger<SkillExecutor> logger,
        ISkillStore? store = null,
        ISkillGrantStore? grants = null,
        ISkillAudit? audit = null)
    {
        _options = options.Value;
        _hosts = hosts;
        _time = time;
        _store = store;
        _runner = runner;
        _runtimes = runtimes;
        _chains = new ChainRunner(time)
        {
            Execute = ExecuteAsync,
            ExecuteScript = ExecuteScriptAsync,
            LimitsOf = (skill, given) => LimitsOf(skill, given, nameof(given)),
        };
        _scripts = new ScriptRunner(runner, runtimes, hosts.Options, time);
        _frame = new ExecutionFrame(
            new ExecutionQueue(
                _options.MaxConcurrentExecutions,
                _options.MaxQueuedExecutions,
                _options.MaxConcurrentExecutionsPerSkill),
            new ExecutionAudit(new AuditTrail(audit, time), runner.EngineName),
            store,
            grants,
            time,
            logger,
            runner.EngineName);
    }

    /// <inheritdoc/>
    public Task<SkillExecutionResult> ExecuteAsync(
        InstalledSkill skill,
        string input,
        SkillExecutionOptions? options = null,
        CancellationToken cancellationToken = default) =>
        ExecuteAsync(skill, input, options ?? new SkillExecutionOptions(), null, cancellationToken);

    /// <inheritdoc/>
    public Task<SkillChainResult> ExecuteChainAsync(
        IReadOnlyList<SkillChainStep> steps,
        string input,
        SkillChainOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(input);
        return _chains.RunAsync(steps, input, options ?? new SkillChainOptions(), cancellationToken);
    }

    private async Task<SkillExecutionResult> ExecuteAsync(
        InstalledSkill skill,
        string input,
        SkillExecutionOptions options,
        ChainPlace? chain,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(skill);
        ArgumentNullException.ThrowIfNull(input);
        cancellationToken.ThrowIfCancellationRequested();
        var run = new SkillRun
        {
            Skill = skill,
            Chain = chain,
            Profile = options.Profile,
            Environment = options.Environment,
            Input = Encoding.UTF8.GetBytes(input),
            Limits = LimitsOf(skill, options.Limits, nameof(options)),
            Grants = options.Grants ?? SkillGrants.None,
            RandomSeed = options.RandomSeed,
            OnLog = options.OnLog,
            Arguments = options.Arguments,
            Context = ContextOf(skill, options.InvocationId, options.BotName, options.BotSlug, options.Caller),
        };
        return await _frame.RunAsync(
            run,
            options.Grants is null,
            () =>
            {
                RefusePrompt(skill);
                RefuseLocal(skill);
                TextLimit.Check(
                    skill.Name, SkillLimitKind.Input, run.Input.Length + SizeOf(run), run.Limits.MaxInputBytes);
                InputSchemas.Check(skill, input);
            },
            started => skill.WasmKind == WasmBinaryKind.Stub
                ? AnswerStubAsync(run, started, cancellationToken)
                : RunProgramAsync(run, started, cancellationToken),
            static result => new ExecutionFigures
            {
                Fuel = result.FuelConsumed,
                PeakMemoryBytes = result.PeakMemoryBytes,
                GetOutput = () => Encoding.UTF8.GetBytes(result.Output),
                Duration = result.Duration,
                IsStub = result.IsStub,
            },
            cancellationToken).ConfigureAwait(false);
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

    /// <inheritdoc/>
    public Task<SkillScriptResult> ExecuteScriptAsync(
        InstalledSkill skill,
        string path,
        SkillScriptOptions? options = null,
        CancellationToken cancellationToken = default) =>
        ExecuteScriptAsync(skill, path, options ?? new SkillScriptOptions(), null, cancellationToken);

    private async Task<SkillScriptResult> ExecuteScriptAsync(
        InstalledSkill skill,
        string path,
        SkillScriptOptions options,
        ChainPlace? chain,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(skill);
        ArgumentNullException.ThrowIfNull(path);
        cancellationToken.ThrowIfCancellationRequested();
        LoadedRuntime runtime = await ScriptChecks
            .FindRuntimeAsync(_runtimes, skill, path, options.Check, cancellationToken)
            .ConfigureAwait(false);
        var run = new SkillRun
        {
            Skill = skill,
            Input = options.StandardInput,
            Limits = LimitsOf(skill, options.Limits, nameof(options)),
            Grants = options.Grants ?? SkillGrants.None,
            RandomSeed = options.RandomSeed,
            OnLog = options.OnLog,
            Arguments = options.Arguments,
            Script = path,
            Chain = chain,
            Profile = options.Profile,
            Context = ContextOf(skill, options.InvocationId, options.BotName, options.BotSlug, options.Caller),
        };
        return await _frame.RunAsync(
            run,
            options.Grants is null,
            () =>
            {
                RefuseLocal(skill);
                ScriptChecks.CheckInput(skill.Name, options, run.Limits.MaxInputBytes);
            },
            started => RunScriptAsync(run, runtime, options, started, cancellationToken),
            static result => new ExecutionFigures
            {
                Fuel = result.FuelConsumed,
                PeakMemoryBytes = result.PeakMemoryBytes,
                GetOutput = () => result.StandardOutput,
                Duration = result.Duration,
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets go of the loaded programs; those in use go when their runs end.</summary>
    public void Dispose() => _runner.Dispose();

    private static SkillContext ContextOf(
        InstalledSkill skill, string? invocation, string botName, string botSlug, SkillCaller caller) => new()
        {
            Skill = skill,
            InvocationId = invocation ?? Guid.CreateVersion7().ToString(),
            BotName = botName,
            BotSlug = botSlug,
            Caller = caller,
        };

    private static long SizeOf(SkillRun run) =>
        run.Environment.Sum(static variable => (long)variable.Key.Length + variable.Value.Length);

    private SkillLimits LimitsOf(InstalledSkill skill, SkillLimits? given, string argument)
    {
        SkillLimits limits = given ?? _options.LimitsOf(skill.TrustTier);
        return limits.FindProblem() is { } problem ? throw new ArgumentException(problem, argument) : limits;
    }

    internal static void RefusePrompt(InstalledSkill skill)
    {
        if (skill.Type == SkillType.Prompt)
        {
            throw new SkillExecutionException(
                SkillErrorCodes.ExecutionPromptSkill,
                $"'{skill.Name}' is a prompt skill: it is read, not executed. Put the text that "
                    + $"{nameof(ISkillStore)}.{nameof(ISkillStore.ReadBodyAsync)} returns into the model's prompt.");
        }
    }

    internal static void RefuseLocal(InstalledSkill skill)
    {
        if (skill.TrustTier == SkillTrustTier.Local)
        {
            throw new SkillExecutionException(
                SkillErrorCodes.ExecutionLocalTrust,
                $"'{skill.Name}' has local trust, which means no sandbox. This executor always runs one: install the "
                    + $"skill as verified or untrusted.");
        }
    }

    private async ValueTask<SkillExecutionResult> AnswerStubAsync(
        SkillRun run, long started, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> marker = await _runner.Wasm
            .ReadAsync(run.Skill, cancellationToken)
            .ConfigureAwait(false);
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
        using SkillHostSession host = _hosts.CreateSession(run.Context, run.Grants, run.OnLog, run.Environment);
        (WasmRunResult result, string output) = await InSessionAsync(run, host, async () =>
        {
            WasmRunResult result = await _runner.RunAsync(run, host, cancellationToken).ConfigureAwait(false);
            return (result, ProgramAnswers.Read(result, run.Skill.Name, run.Limits.MaxOutputBytes));
        }).ConfigureAwait(false);
        return new SkillExecutionResult
        {
            Output = output,
            Engine = run.Skill.IsStub ? null : _runner.EngineName,
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

    private async ValueTask<SkillScriptResult> RunScriptAsync(
        SkillRun run,
        LoadedRuntime runtime,
        SkillScriptOptions options,
        long started,
        CancellationToken cancellationToken)
    {
        using SkillHostSession host = _hosts.CreateSession(run.Context, run.Grants, run.OnLog);
        using ScriptWorkspace workspace = ScriptWorkspace.Create(options.WorkDirectory, run.Grants);
        WasmRunResult result = await InSessionAsync(
            run,
            host,
            () => _scripts.RunAsync(run, host, workspace, runtime, options, cancellationToken)).ConfigureAwait(false);
        return new SkillScriptResult
        {
            ExitCode = result.ExitCode,
            StandardOutput = result.StandardOutput,
            StandardError = result.StandardError,
            Files = workspace.FindChanges(run.Limits.MaxOutputBytes),
            Engine = _runner.EngineName,
            FuelConsumed = result.FuelConsumed,
            PeakMemoryBytes = result.PeakMemoryBytes,
            Duration = _time.GetElapsedTime(started),
            InvocationId = run.Context.InvocationId,
            Log = host.LogLines,
            CapabilityUses = run.CapabilityUses,
        };
    }

    /// <summary>Runs something that may use the host, and sees to what it must not tell or do.</summary>
    private static async ValueTask<T> InSessionAsync<T>(
        SkillRun run, SkillHostSession host, Func<ValueTask<T>> body)
    {
        T result;
        try
        {
            result = await body().ConfigureAwait(false);
        }
        catch (SkillException) when (host.Violation is not null)
        {
            throw host.Violation;
        }
        catch (SkillFailedException failure) when (Redact(host, failure) != failure.Error)
        {
            // The text is the skill's own, and it knows a secret.
            SkillFailedException redacted = SkillFailures.Of(
                run.Skill.Name, Redact(host, failure), failure.ExitCode);
            redacted.FuelConsumed = failure.FuelConsumed;
            redacted.PeakMemoryBytes = failure.PeakMemoryBytes;
            redacted.LimitMet = failure.LimitMet;
            throw redacted;
        }
        finally
        {
            run.CapabilityUses = host.CapabilityUses;
        }

        // A guest may never look at the answer to a request that ended its run.
        return host.Violation is null ? result : throw host.Violation;
    }

    // Of standard error the end is kept.
    private static string Redact(SkillHostSession host, SkillFailedException failure) =>
        host.Redact(failure.Error, wasCutBefore: failure.ExitCode is not null);
}

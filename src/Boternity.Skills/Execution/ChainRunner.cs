using System.Diagnostics;
using System.Globalization;
using System.Text;
using Boternity.Skills.Diagnostics;

namespace Boternity.Skills.Execution;

/// <summary>Runs steps one after the other, the output of one being the input of the next, under one budget.</summary>
internal sealed class ChainRunner(TimeProvider time)
{
    /// <summary>The most steps of a chain.</summary>
    public const int MaxSteps = 32;

    public delegate Task<SkillExecutionResult> ProgramStep(
        InstalledSkill skill,
        string input,
        SkillExecutionOptions options,
        ChainPlace place,
        CancellationToken cancellationToken);

    public delegate Task<SkillScriptResult> ScriptStep(
        InstalledSkill skill,
        string path,
        SkillScriptOptions options,
        ChainPlace place,
        CancellationToken cancellationToken);

    public required ProgramStep Execute { get; init; }

    public required ScriptStep ExecuteScript { get; init; }

    /// <summary>The limits of a skill where a step has none: those of its tier.</summary>
    public required Func<InstalledSkill, SkillLimits?, SkillLimits> LimitsOf { get; init; }

    /// <exception cref="SkillChainException">A step failed.</exception>
    public async Task<SkillChainResult> RunAsync(
        IReadOnlyList<SkillChainStep> steps,
        string input,
        SkillChainOptions options,
        CancellationToken cancellationToken)
    {
        if (steps.Count is 0 or > MaxSteps)
        {
            throw new ArgumentException(
                $"A chain has 1 to {MaxSteps} steps; this one has {steps.Count}.", nameof(steps));
        }

        string chainId = options.ChainId ?? Guid.CreateVersion7().ToString();
        SkillChainStep weakest = steps.FirstOrDefault(
            static step => step.Skill.TrustTier != SkillTrustTier.Verified) ?? steps[0];
        SkillLimits budget = LimitsOf(weakest.Skill, options.Budget);
        using Activity? activity = SkillTelemetry.Activities.StartActivity("boternity.skills.chain");
        activity?
            .SetTag("boternity.skills.chain_id", chainId)
            .SetTag("boternity.skills.chain_steps", steps.Count);
        long started = time.GetTimestamp();
        List<SkillChainStepResult> done = [];
        int current = 0;
        try
        {
            // What cannot be executed is refused before anything is.
            for (; current < steps.Count; current++)
            {
                Check(steps[current]);
            }

            string text = input;
            for (current = 0; current < steps.Count; current++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                SkillLimits limits = Left(steps[current], budget, done, time.GetElapsedTime(started));
                string name = string.Create(CultureInfo.InvariantCulture, $"{chainId}/{current + 1}");
                var place = new ChainPlace(chainId, current + 1);
                (text, SkillChainStepResult result) = await RunAsync(
                    steps[current], text, options, limits, name, place, cancellationToken).ConfigureAwait(false);
                done.Add(result);
            }

            return new SkillChainResult
            {
                Output = text,
                ChainId = chainId,
                Steps = done,
                Duration = time.GetElapsedTime(started),
            };
        }
        catch (SkillException error)
        {
            SkillTelemetry.Fail(activity, error);
            throw Failure(steps, current, done, error);
        }
        catch (OperationCanceledException error)
        {
            SkillTelemetry.Fail(activity, error);
            throw;
        }
    }

    private static SkillChainException Failure(
        IReadOnlyList<SkillChainStep> steps, int at, List<SkillChainStepResult> done, SkillException error)
    {
        (long? fuel, long? peak) = ExecutionCost.Of(error);
        SkillChainStep step = steps[at];
        string what = step.Script is { } script ? $"{step.Skill.SkillId}, {script}" : step.Skill.SkillId;
        return new SkillChainException(
            at + 1,
            step.Skill.SkillId,
            done,
            $"Step {at + 1} of {steps.Count} ({what}) failed: {error.Message}",
            error)
        {
            FuelConsumed = done.Sum(static one => one.FuelConsumed) + (fuel ?? 0),
            PeakMemoryBytes = done.Select(static one => one.PeakMemoryBytes ?? 0).Append(peak ?? 0).Max(),
        };
    }

    private static void Check(SkillChainStep step)
    {
        InstalledSkill skill = step.Skill;
        if (step.Script is null && skill.Type == SkillType.Tool && skill.IsStub)
        {
            throw new SkillExecutionException(
                SkillErrorCodes.ExecutionChainStub,
                $"'{skill.Name}' brings no program: its own text would be the next step's input.");
        }

        SkillExecutor.RefuseLocal(skill);
        if (step.Script is null)
        {
            SkillExecutor.RefusePrompt(skill);
        }
    }

    private SkillLimits Left(
        SkillChainStep step, SkillLimits budget, List<SkillChainStepResult> done, TimeSpan elapsed)
    {
        SkillLimits own = LimitsOf(step.Skill, step.Limits);
        long fuel = budget.MaxFuel - done.Sum(static one => one.FuelConsumed);
        TimeSpan left = budget.Timeout - elapsed;
        if (fuel <= 0)
        {
            throw new SkillLimitExceededException(
                SkillLimitKind.Fuel, budget.MaxFuel, $"The steps before used the {budget.MaxFuel} fuel of the chain.");
        }

        return left <= TimeSpan.Zero
            ? throw new SkillLimitExceededException(
                SkillLimitKind.Time,
                (long)budget.Timeout.TotalMilliseconds,
                $"The steps before used the {budget.Timeout.TotalMilliseconds:0} ms of the chain.")
            : own with
            {
                MaxFuel = Math.Min(own.MaxFuel, fuel),
                Timeout = own.Timeout < left ? own.Timeout : left,
                MaxMemoryBytes = Math.Min(own.MaxMemoryBytes, budget.MaxMemoryBytes),
                MaxInputBytes = Math.Min(own.MaxInputBytes, budget.MaxInputBytes),
                MaxOutputBytes = Math.Min(own.MaxOutputBytes, budget.MaxOutputBytes),
            };
    }

    private async Task<(string Output, SkillChainStepResult Result)> RunAsync(
        SkillChainStep step,
        string input,
        SkillChainOptions options,
        SkillLimits limits,
        string name,
        ChainPlace place,
        CancellationToken cancellationToken)
    {
        if (step.Script is null)
        {
            SkillExecutionResult result = await Execute(
                step.Skill,
                input,
                new SkillExecutionOptions
                {
                    Limits = limits,
                    Grants = step.Grants,
                    Arguments = step.Arguments,
                    Environment = step.Environment,
                    Profile = options.Profile,
                    InvocationId = name,
                    BotName = options.BotName,
                    BotSlug = options.BotSlug,
                    Caller = options.Caller,
                    RandomSeed = options.RandomSeed,
                    OnLog = options.OnLog,
                },
                place,
                cancellationToken).ConfigureAwait(false);
            return (result.Output, new SkillChainStepResult
            {
                SkillId = step.Skill.SkillId,
                InvocationId = name,
                FuelConsumed = result.FuelConsumed,
                PeakMemoryBytes = result.PeakMemoryBytes,
                Duration = result.Duration,
                CapabilityUses = result.CapabilityUses,
            });
        }

        SkillScriptResult script = await ExecuteScript(
            step.Skill,
            step.Script,
            new SkillScriptOptions
            {
                StandardInput = Encoding.UTF8.GetBytes(input),
                Limits = limits,
                Grants = step.Grants,
                Arguments = step.Arguments,
                Environment = step.Environment,
                Profile = options.Profile,
                InvocationId = name,
                BotName = options.BotName,
                BotSlug = options.BotSlug,
                Caller = options.Caller,
                RandomSeed = options.RandomSeed,
                OnLog = options.OnLog,
            },
            place,
            cancellationToken).ConfigureAwait(false);
        if (script.ExitCode != 0)
        {
            SkillFailedException failure = SkillFailures.Of(step.Skill.Name, script.ErrorText, script.ExitCode);
            failure.FuelConsumed = script.FuelConsumed;
            failure.PeakMemoryBytes = script.PeakMemoryBytes;
            throw failure;
        }

        return (script.OutputText, new SkillChainStepResult
        {
            SkillId = step.Skill.SkillId,
            Script = step.Script,
            InvocationId = name,
            FuelConsumed = script.FuelConsumed,
            PeakMemoryBytes = script.PeakMemoryBytes,
            Duration = script.Duration,
            CapabilityUses = script.CapabilityUses,
        });
    }
}

/// <summary>Which step of which chain an execution is.</summary>
internal sealed record ChainPlace(string ChainId, int Step);

using System.Diagnostics;
using Boternity.Skills.Diagnostics;
using Boternity.Skills.Grants;
using Boternity.Skills.Storage;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Execution;

/// <summary>
/// What every execution goes through, whatever is executed: its place in the queue, the skill's integrity, log,
/// metrics, trace and audit.
/// </summary>
internal sealed class ExecutionFrame(
    ExecutionQueue queue,
    ExecutionAudit audit,
    ISkillStore? store,
    ISkillGrantStore? grants,
    TimeProvider time,
    ILogger logger,
    string engine)
{
    /// <summary>Runs something under all that.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="run">The execution.</param>
    /// <param name="asksForGrants">Whether the grants come from the store, and not from the call.</param>
    /// <param name="check">Refuses what cannot be executed, before anything is done.</param>
    /// <param name="body">Executes, from the timestamp of the start on.</param>
    /// <param name="figures">What the result cost.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<T> RunAsync<T>(
        SkillRun run,
        bool asksForGrants,
        Action check,
        Func<long, ValueTask<T>> body,
        Func<T, ExecutionFigures> figures,
        CancellationToken cancellationToken)
    {
        InstalledSkill skill = run.Skill;
        string invocation = run.Context.InvocationId;
        using Activity? activity = SkillTelemetry.Activities.StartActivity("boternity.skills.execute");
        activity?
            .SetTag("boternity.skills.skill", skill.SkillId)
            .SetTag("boternity.skills.invocation_id", invocation)
            .SetTag("boternity.skills.tier", skill.TrustTier.ToString())
            .SetTag("boternity.skills.engine", engine)
            .SetTag("boternity.skills.script", run.Script)
            .SetTag("boternity.skills.profile", run.Profile);
        SkillTelemetry.Describe(activity, skill.Name, skill.Source);
        ExecutionLog.Started(logger, skill.SkillId, invocation, skill.TrustTier);

        long started = time.GetTimestamp();
        ExecutionFigures? cost = null;
        Exception? error = null;
        try
        {
            check();
            if (asksForGrants && grants is not null)
            {
                run.Grants = await grants.GetAsync(skill, cancellationToken).ConfigureAwait(false);
            }

            using ExecutionQueue.Place place = await queue
                .EnterAsync(skill.SkillId, cancellationToken)
                .ConfigureAwait(false);
            if (store is not null)
            {
                await store.CheckAsync(skill, SkillIntegrityCheck.Quick, cancellationToken).ConfigureAwait(false);
            }

            await audit.RecordStartAsync(run).ConfigureAwait(false);
            T result = await body(started).ConfigureAwait(false);
            cost = figures(result);
            ExecutionLog.Completed(
                logger, skill.SkillId, invocation, cost.Fuel, cost.Duration.TotalMilliseconds, cost.IsStub);
            return result;
        }
        catch (Exception exception)
        {
            error = exception;
            SkillTelemetry.Fail(activity, exception);
            throw;
        }
        finally
        {
            string outcome = error is null ? SkillTelemetry.Success : SkillTelemetry.OutcomeOf(error);
            TimeSpan duration = time.GetElapsedTime(started);
            long fuel = cost?.Fuel ?? ExecutionCost.Of(error).Fuel ?? 0;
            SkillTelemetry.RecordExecution(outcome, skill.TrustTier, duration, fuel);
            Describe(activity, run, cost, fuel);
            await audit.RecordAsync(run, outcome, duration, cost, error).ConfigureAwait(false);
        }
    }

    private static void Describe(Activity? activity, SkillRun run, ExecutionFigures? cost, long fuel)
    {
        foreach (SkillCapabilityUse use in run.CapabilityUses)
        {
            if (use.Denied > 0)
            {
                SkillTelemetry.RecordDenials(use.Capability.ToName(), use.Denied);
            }
        }

        activity?
            .SetTag("boternity.skills.fuel", fuel)
            .SetTag("boternity.skills.peak_memory", cost?.PeakMemoryBytes)
            .SetTag("boternity.skills.stub", cost?.IsStub)
            .SetTag("boternity.skills.denials", run.CapabilityUses.Sum(static use => use.Denied));
    }
}

using System.Security.Cryptography;
using Boternity.Skills.Auditing;
using Boternity.Skills.Storage;

namespace Boternity.Skills.Execution;

/// <summary>Tells the audit of executions: digests and counts, never contents.</summary>
internal sealed class ExecutionAudit(AuditTrail audit, string engine)
{
    private const string Started = "started";

    /// <summary>
    /// Records that a skill is about to be executed: should the process end in the middle, this is what is left of it.
    /// </summary>
    /// <exception cref="SkillAuditException">It cannot be written, and the host chose to fail for that: nothing is
    /// executed.</exception>
    public ValueTask RecordStartAsync(SkillRun run) => !audit.IsOn
        ? ValueTask.CompletedTask
        : audit.RecordAsync(audit.About(SkillAuditAction.Executing, run.Skill, Started) with
        {
            InvocationId = run.Context.InvocationId,
            GrantsDigest = run.Grants.ComputeDigest(),
            InputSha256 = DigestOf(run.Input),
            Script = run.Script,
            Profile = run.Profile,
            ChainId = run.Chain?.ChainId,
            ChainStep = run.Chain?.Step,
        });

    /// <exception cref="SkillAuditException">It cannot be written, and the host chose to fail for that.</exception>
    public async ValueTask RecordAsync(
        SkillRun run, string outcome, TimeSpan duration, ExecutionFigures? figures, Exception? error)
    {
        if (!audit.IsOn)
        {
            return;
        }

        if (error is SkillIntegrityException integrity)
        {
            await audit.RecordAsync(audit.About(SkillAuditAction.IntegrityViolated, run.Skill, outcome) with
            {
                InvocationId = run.Context.InvocationId,
                Profile = run.Profile,
                Detail = integrity.Message,
            }).ConfigureAwait(false);
        }

        (long? fuel, long? peak) = ExecutionCost.Of(error);
        await audit.RecordAsync(audit.About(SkillAuditAction.Executed, run.Skill, outcome) with
        {
            InvocationId = run.Context.InvocationId,
            GrantsDigest = run.Grants.ComputeDigest(),
            CapabilityUses = run.CapabilityUses,
            InputSha256 = DigestOf(run.Input),
            Script = run.Script,
            Profile = run.Profile,
            ChainId = run.Chain?.ChainId,
            ChainStep = run.Chain?.Step,
            OutputSha256 = figures is null ? null : DigestOf(figures.GetOutput()),
            Engine = figures is { IsStub: true } ? null : engine,
            Fuel = figures?.Fuel ?? fuel,
            PeakMemoryBytes = figures?.PeakMemoryBytes ?? peak,
            DurationMilliseconds = duration.TotalMilliseconds,
        }).ConfigureAwait(false);
    }

    private static string DigestOf(ReadOnlyMemory<byte> bytes) =>
        Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
}

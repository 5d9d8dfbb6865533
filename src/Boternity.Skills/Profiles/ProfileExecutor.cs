using Boternity.Skills.Auditing;
using Boternity.Skills.Dependencies;
using Boternity.Skills.Execution;

namespace Boternity.Skills.Profiles;

/// <summary>
/// An executor as the bot of a profile has it: it runs what is enabled, as the store has it, with the profile's
/// settings.
/// </summary>
internal sealed class ProfileExecutor(
    EnabledSkills skills, ISkillExecutor executor, BoternitySkillsOptions options, AuditTrail audit) : ISkillExecutor
{
    private SkillProfile Profile => skills.Profile;

    private string BotName => Profile.BotName.Length > 0 ? Profile.BotName : Profile.Name;

    /// <inheritdoc/>
    public async Task<SkillExecutionResult> ExecuteAsync(
        InstalledSkill skill,
        string input,
        SkillExecutionOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(skill);
        ArgumentNullException.ThrowIfNull(input);
        EnabledSkill enabled = await AdmitAsync(
            skill.SkillId,
            () => skills.GetAsync(skill, cancellationToken),
            new Call(options?.InvocationId, null)).ConfigureAwait(false);
        return await RunAsync(enabled, input, options, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<SkillExecutionResult> ExecuteAsync(
        string skillId,
        string input,
        SkillExecutionOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(skillId);
        ArgumentNullException.ThrowIfNull(input);
        EnabledSkill enabled = await AdmitAsync(
            skillId,
            () => skills.GetAsync(skillId, cancellationToken),
            new Call(options?.InvocationId, null)).ConfigureAwait(false);
        return await RunAsync(enabled, input, options, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<SkillScriptResult> ExecuteScriptAsync(
        InstalledSkill skill,
        string path,
        SkillScriptOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(skill);
        ArgumentNullException.ThrowIfNull(path);
        options ??= new SkillScriptOptions();
        EnabledSkill enabled = await AdmitAsync(
            skill.SkillId,
            () => skills.GetAsync(skill, cancellationToken),
            new Call(options.InvocationId, path)).ConfigureAwait(false);
        return await executor.ExecuteScriptAsync(
            enabled.Skill,
            path,
            options with
            {
                Limits = LimitsOf(enabled, options.Limits),
                Grants = options.Grants ?? enabled.Entry.Grants,
                Environment = [.. enabled.Entry.Environment, .. options.Environment],
                BotName = BotName,
                BotSlug = Profile.Name,
                Profile = Profile.Name,
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<SkillChainResult> ExecuteChainAsync(
        IReadOnlyList<SkillChainStep> steps,
        string input,
        SkillChainOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(input);
        options ??= new SkillChainOptions();
        List<SkillChainStep> admitted = [];
        foreach (SkillChainStep step in steps.Take(ChainRunner.MaxSteps + 1))
        {
            admitted.Add(await AdmitAsync(step, steps.Count, admitted.Count + 1, options, cancellationToken)
                .ConfigureAwait(false));
        }

        return await executor.ExecuteChainAsync(
            admitted,
            input,
            options with
            {
                Budget = BudgetOf(admitted, options.Budget),
                BotName = BotName,
                BotSlug = Profile.Name,
                Profile = Profile.Name,
            },
            cancellationToken).ConfigureAwait(false);
    }

    private Task<SkillExecutionResult> RunAsync(
        EnabledSkill enabled, string input, SkillExecutionOptions? given, CancellationToken cancellationToken)
    {
        given ??= new SkillExecutionOptions();
        return executor.ExecuteAsync(
            enabled.Skill,
            input,
            given with
            {
                Limits = LimitsOf(enabled, given.Limits),
                Grants = given.Grants ?? enabled.Entry.Grants,
                Environment = [.. enabled.Entry.Environment, .. given.Environment],
                BotName = BotName,
                BotSlug = Profile.Name,
                Profile = Profile.Name,
            },
            cancellationToken);
    }

    private async Task<SkillChainStep> AdmitAsync(
        SkillChainStep step, int count, int at, SkillChainOptions chain, CancellationToken cancellationToken)
    {
        try
        {
            EnabledSkill enabled = await AdmitAsync(
                step.Skill.SkillId,
                () => skills.GetAsync(step.Skill, cancellationToken),
                new Call(null, step.Script) { ChainId = chain.ChainId, ChainStep = at }).ConfigureAwait(false);
            return step with
            {
                Skill = enabled.Skill,
                Limits = LimitsOf(enabled, step.Limits),
                Grants = step.Grants ?? enabled.Entry.Grants,
                Environment = [.. enabled.Entry.Environment, .. step.Environment],
            };
        }
        catch (SkillStoreException error)
        {
            throw new SkillChainException(
                at,
                step.Skill.SkillId,
                [],
                $"Step {at} of {count} ({step.Skill.SkillId}) failed: {error.Message}",
                error);
        }
    }

    /// <summary>Admits a skill. Who asks for what the bot does not have is in the audit.</summary>
    private async Task<EnabledSkill> AdmitAsync(string skillId, Func<Task<EnabledSkill>> find, Call call)
    {
        try
        {
            return await find().ConfigureAwait(false);
        }
        catch (SkillStoreException error) when (error is SkillNotEnabledException or SkillPinException)
        {
            await audit.RecordAsync(audit.About(SkillAuditAction.Refused, Words.Shown(skillId), error.Code) with
            {
                Profile = Profile.Name,
                InvocationId = call.InvocationId,
                Script = call.Script,
                ChainId = call.ChainId,
                ChainStep = call.ChainStep,
                Detail = error.Message,
            }).ConfigureAwait(false);
            throw;
        }
    }

    // What the call says is the host's word, and what its bot may use at most is so too: the narrower counts.
    private SkillLimits LimitsOf(EnabledSkill enabled, SkillLimits? given)
    {
        SkillLimits limits = given ?? options.LimitsOf(enabled.Skill.TrustTier);
        SkillProfileLimits? own = enabled.Entry.Limits?.And(Profile.Limits) ?? Profile.Limits;
        return own is null ? limits
            : given is null && Profile.AllowWiderLimits ? own.Replace(limits)
            : own.Narrow(limits);
    }

    // A chain is held to what the profile gives one execution.
    private SkillLimits? BudgetOf(List<SkillChainStep> steps, SkillLimits? given)
    {
        if (Profile.Limits is not { } own || steps.Count == 0)
        {
            return given;
        }

        InstalledSkill weakest = (steps.FirstOrDefault(
            static step => step.Skill.TrustTier != SkillTrustTier.Verified) ?? steps[0]).Skill;
        SkillLimits limits = given ?? options.LimitsOf(weakest.TrustTier);
        return given is null && Profile.AllowWiderLimits ? own.Replace(limits) : own.Narrow(limits);
    }

    private sealed record Call(string? InvocationId, string? Script)
    {
        public string? ChainId { get; init; }

        public int? ChainStep { get; init; }
    }
}

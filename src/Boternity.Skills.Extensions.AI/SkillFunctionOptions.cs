using Microsoft.Extensions.AI;

namespace Boternity.Skills.Extensions.AI;

/// <summary>How installed skills become functions that a model may call.</summary>
public sealed record SkillFunctionOptions
{
    /// <summary>
    /// Gets the function's name; null for one made of the skill's id (<see cref="SkillFunctionNames"/>). For one
    /// function only: <see cref="SkillTools"/> names its functions itself.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>
    /// Gets the names that the host's own functions have already: no skill's function gets one of them. Compared
    /// without regard to case.
    /// </summary>
    /// <value>Empty.</value>
    public IReadOnlyList<string> ReservedNames { get; init; } = [];

    /// <summary>
    /// Gets the trust tiers whose functions a person must approve before each call: they are
    /// <see cref="ApprovalRequiredAIFunction"/>s.
    /// </summary>
    /// <value>Empty: what a skill may reach was decided when it was installed.</value>
    public IReadOnlyList<SkillTrustTier> ApprovalTiers { get; init; } = [];

    /// <summary>
    /// Gets what makes the options of an execution: on whose behalf it is, its limits, its grants. It gets the skill
    /// and the call's arguments, whose <see cref="AIFunctionArguments.Services"/> and
    /// <see cref="AIFunctionArguments.Context"/> are those of the chat client.
    /// </summary>
    /// <value>Null: the defaults, for nobody in particular.</value>
    public Func<InstalledSkill, AIFunctionArguments, SkillExecutionOptions?>? CreateExecutionOptions { get; init; }

    /// <summary>
    /// Gets what makes the options of a script's run: on whose behalf it is, its limits, its work directory. Arguments
    /// and input are the model's.
    /// </summary>
    /// <value>Null: the defaults, for nobody in particular, in a private directory.</value>
    public Func<InstalledSkill, AIFunctionArguments, SkillScriptOptions?>? CreateScriptOptions { get; init; }

    /// <summary>
    /// Gets who is told when a skill begins and ends, and what it says meanwhile, on the thread that runs it.
    /// </summary>
    /// <value>Null: nobody.</value>
    public IProgress<SkillFunctionProgress>? Progress { get; init; }

    /// <summary>Gets the most characters of an output that a model gets; what was cut is said.</summary>
    /// <value>100,000.</value>
    public int MaxOutputLength { get; init; } = 100_000;
}

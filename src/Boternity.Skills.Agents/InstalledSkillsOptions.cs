using Boternity.Skills.Extensions.AI;
using Microsoft.Agents.AI;

namespace Boternity.Skills.Agents;

/// <summary>How an agent gets the installed skills.</summary>
public sealed record InstalledSkillsOptions
{
    /// <summary>Gets which skills an agent gets; null for all. Stubs, which have nothing to execute, never.</summary>
    public Func<InstalledSkill, AgentSkillsSourceContext, bool>? Filter { get; init; }

    /// <summary>
    /// Gets what makes the options of an execution: on whose behalf it is, its limits, its grants. The service provider
    /// is the agent's.
    /// </summary>
    /// <value>Null: the defaults, for nobody in particular.</value>
    public Func<InstalledSkill, IServiceProvider?, SkillExecutionOptions?>? CreateExecutionOptions { get; init; }

    /// <summary>
    /// Gets what makes the options of a script's run: on whose behalf it is, its limits, its work directory. Arguments
    /// are the model's.
    /// </summary>
    /// <value>Null: the defaults, for nobody in particular, in a private directory.</value>
    public Func<InstalledSkill, IServiceProvider?, SkillScriptOptions?>? CreateScriptOptions { get; init; }

    /// <summary>
    /// Gets who is told when a skill begins and ends, and what it says meanwhile, on the thread that runs it.
    /// </summary>
    /// <value>Null: nobody.</value>
    public IProgress<SkillFunctionProgress>? Progress { get; init; }

    /// <summary>Gets the most characters of an output that a model gets; what was cut is said.</summary>
    /// <value>100,000.</value>
    public int MaxOutputLength { get; init; } = 100_000;
}

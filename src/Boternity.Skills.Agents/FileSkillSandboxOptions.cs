using Microsoft.Agents.AI;

namespace Boternity.Skills.Agents;

/// <summary>How scripts of skills that the framework reads from folders run in the sandbox.</summary>
public sealed record FileSkillSandboxOptions
{
    /// <summary>
    /// Gets what makes the options of a script's run: on whose behalf it is, what it is granted, its limits, its work
    /// directory. Arguments are the model's; the service provider is the agent's.
    /// </summary>
    /// <value>Null: the defaults, nothing granted, for nobody in particular, in a private directory.</value>
    public Func<AgentFileSkill, IServiceProvider?, SkillScriptOptions?>? CreateScriptOptions { get; init; }

    /// <summary>Gets the most characters of an output that a model gets; what was cut is said.</summary>
    /// <value>100,000.</value>
    public int MaxOutputLength { get; init; } = 100_000;
}

using Boternity.Skills.Collections;
using Boternity.Skills.Grants;

namespace Boternity.Skills;

/// <summary>One step of a chain: a tool skill, or a script of a skill.</summary>
public sealed record SkillChainStep
{
    /// <summary>Gets the skill.</summary>
    public required InstalledSkill Skill { get; init; }

    /// <summary>
    /// Gets the script inside the skill that is run; null for the skill's program. A script gets the input as its
    /// standard input, and its standard output is what it gives; an exit code that is not 0 ends the chain.
    /// </summary>
    /// <value>Null.</value>
    public string? Script { get; init; }

    /// <summary>Gets the arguments of the program or the script.</summary>
    /// <value>None.</value>
    public IReadOnlyList<string> Arguments { get; init => field = ValueList.Of(value); } = [];

    /// <summary>
    /// Gets environment variables that the program or script sees, without a grant, in the place of granted ones of the
    /// same names. They count as input.
    /// </summary>
    /// <value>None.</value>
    public IReadOnlyList<KeyValuePair<string, string>> Environment
    {
        get;
        init => field = ValueList.Of(value);
    }

    = [];

    /// <summary>Gets what this step is given in place of what was granted at install; null for that.</summary>
    /// <value>Null.</value>
    public SkillGrants? Grants { get; init; }

    /// <summary>
    /// Gets limits of this step in place of those of the skill's trust tier; what is left of the chain's budget bounds
    /// them. Null for the tier's own.
    /// </summary>
    /// <value>Null.</value>
    public SkillLimits? Limits { get; init; }
}

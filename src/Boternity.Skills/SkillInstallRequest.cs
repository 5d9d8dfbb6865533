namespace Boternity.Skills;

/// <summary>
/// One of several skills that are to be installed together: where it comes from, and what is said of it.
/// </summary>
public sealed record SkillInstallRequest
{
    /// <summary>Gets the skill: one that was found, installed or locked before.</summary>
    public required SkillSource Source { get; init; }

    /// <summary>Gets what the host says about this skill.</summary>
    /// <value>The defaults.</value>
    public SkillInstallOptions Options { get; init; } = new();

    /// <summary>
    /// Gets a value indicating whether a skill whose content is what is installed under its id stays as it is, and
    /// nobody is asked about it.
    /// </summary>
    /// <value>False.</value>
    public bool SkipUnchanged { get; init; }

    /// <summary>What failures call it: its id, where it has one here, else its source.</summary>
    internal string Name => Options.SkillId ?? Source.ToString();
}

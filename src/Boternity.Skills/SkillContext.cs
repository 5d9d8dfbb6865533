namespace Boternity.Skills;

/// <summary>On whose behalf a skill runs. The skill can read the four names; host services get the whole.</summary>
public sealed record SkillContext
{
    /// <summary>
    /// Gets the skill, as installed. Its name is a stranger's text: tell skills apart by <see
    /// cref="InstalledSkill.Source"/>.
    /// </summary>
    public required InstalledSkill Skill { get; init; }

    /// <summary>Gets the execution's name in results, logs and traces.</summary>
    public required string InvocationId { get; init; }

    /// <summary>Gets the name of the bot.</summary>
    /// <value>Empty.</value>
    public string BotName { get; init; } = "";

    /// <summary>Gets the URL-safe name of the bot.</summary>
    /// <value>Empty.</value>
    public string BotSlug { get; init; } = "";

    /// <summary>Gets on whose behalf the host executes the skill; the skill cannot see it.</summary>
    /// <value>Nobody in particular.</value>
    public SkillCaller Caller { get; init; } = new();

    /// <summary>Gets the skill's name.</summary>
    public string SkillName => Skill.Name;
}

namespace Boternity.Skills;

/// <summary>One of several skills with which something went wrong, while the others went on.</summary>
public sealed record SkillFailure
{
    /// <summary>Gets the skill: its id, or the reference that was given.</summary>
    public required string Skill { get; init; }

    /// <summary>Gets what went wrong.</summary>
    public required SkillException Error { get; init; }
}

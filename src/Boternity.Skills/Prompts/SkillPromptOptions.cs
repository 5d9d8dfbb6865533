namespace Boternity.Skills.Prompts;

/// <summary>How much of a skill goes into a prompt. Lengths are in UTF-16 code units.</summary>
public sealed record SkillPromptOptions
{
    /// <summary>Gets the most skills in a catalogue; it says how many were left out.</summary>
    /// <value>200.</value>
    public int MaxSkills { get; init; } = 200;

    /// <summary>Gets the most characters of a name.</summary>
    /// <value>64, the specification's.</value>
    public int MaxNameLength { get; init; } = 64;

    /// <summary>Gets the most characters of a description.</summary>
    /// <value>1,024, the specification's.</value>
    public int MaxDescriptionLength { get; init; } = 1_024;

    /// <summary>Gets the most files that an activated skill's content lists; it says how many were left out.</summary>
    /// <value>100.</value>
    public int MaxFiles { get; init; } = 100;

    /// <summary>Gets the most characters of an activated skill's body; what was cut is said.</summary>
    /// <value>100,000.</value>
    public int MaxContentLength { get; init; } = 100_000;
}

using Boternity.Skills.Collections;

namespace Boternity.Skills.Profiles;

/// <summary>
/// What one bot has of a host's skills: which of the installed ones it may see and execute, in which version or
/// content, and with which settings. What it does not name, the bot does not have.
/// </summary>
public sealed record SkillProfile
{
    /// <summary>The most skills of a profile.</summary>
    public const int MaxSkills = 1_000;

    // The generated reader of JSON sets what a text leaves out to null.

    /// <summary>
    /// Gets the bot's name: 1 to 64 letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, the first a letter or a digit.
    /// Skills can read it as the bot's slug; it is in the audit.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>Gets the name of the bot as people know it; skills can read it.</summary>
    /// <value>Empty: <see cref="Name"/>.</value>
    public string BotName { get; init => field = value ?? ""; } = "";

    /// <summary>Gets the skills that the bot has, each once.</summary>
    /// <value>None.</value>
    public IReadOnlyList<SkillProfileEntry> Skills { get; init => field = ValueList.Of(value ?? []); } = [];

    /// <summary>
    /// Gets what each execution of the bot may use at most, whatever is said of the skill, and a chain as a whole.
    /// </summary>
    /// <value>Null: what the skill's trust tier allows.</value>
    public SkillProfileLimits? Limits { get; init; }

    /// <summary>
    /// Gets a value indicating whether limits of this profile take the place of those of a skill's trust tier, so that
    /// they can be wider. A file cannot say so: whoever writes one could else give a bot more than the host has for
    /// it.
    /// </summary>
    /// <value>false: the narrower of both counts.</value>
    public bool AllowWiderLimits { get; init; }

    /// <summary>The entry of a skill; null where the profile does not enable it. Ids are compared exactly.</summary>
    public SkillProfileEntry? Find(string skillId) =>
        Skills.FirstOrDefault(entry => string.Equals(entry.SkillId, skillId, StringComparison.Ordinal));

    /// <summary>
    /// Reads a profile from JSON; comments and commas at ends are allowed. What is unknown is refused: it might have
    /// been meant to narrow something.
    /// </summary>
    /// <param name="json">The text.</param>
    /// <param name="path">Where it is from, for messages.</param>
    /// <exception cref="SkillProfileException">It is no profile, and the message says where
    /// (<see cref="SkillErrorCodes.ProfileInvalid"/>).</exception>
    public static SkillProfile Parse(string json, string path)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(path);
        return ProfileReader.Parse(json, path);
    }

    /// <summary>Reads a profile from a file of at most 1 MiB; see <see cref="Parse"/>.</summary>
    /// <exception cref="SkillProfileException">The file cannot be read
    /// (<see cref="SkillErrorCodes.ProfileUnavailable"/>), or is no profile
    /// (<see cref="SkillErrorCodes.ProfileInvalid"/>).</exception>
    public static SkillProfile ReadFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return ProfileReader.ReadFile(path);
    }

    /// <summary>The name and how many skills it has.</summary>
    public override string ToString() => $"{nameof(SkillProfile)} {{ {Name}, {Skills.Count} skills }}";
}

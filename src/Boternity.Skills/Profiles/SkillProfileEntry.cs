using Boternity.Skills.Collections;
using Boternity.Skills.Grants;

namespace Boternity.Skills.Profiles;

/// <summary>A skill that a profile enables, what of it, and how.</summary>
public sealed record SkillProfileEntry
{
    /// <summary>Gets the skill's id in the store, compared exactly.</summary>
    public required string SkillId { get; init; }

    /// <summary>
    /// Gets the versions that will do, in the spelling of dependencies: <c>1.2.3</c> is that version alone,
    /// <c>^1.2</c> every later one below 2. A skill without a version does not.
    /// </summary>
    /// <value>Null: any, and none.</value>
    public string? Version { get; init; }

    /// <summary>
    /// Gets the digest of the whole content that will do (<see cref="InstalledSkill.ContentDigest"/>), 64 lower-case
    /// hexadecimal digits: no update is taken unseen.
    /// </summary>
    /// <value>Null: any.</value>
    public string? ContentDigest { get; init; }

    /// <summary>
    /// Gets what the skill is given when this bot executes it, in place of what was granted at install. Anything but
    /// <see cref="SkillGrants.None"/> needs a <see cref="ContentDigest"/>: what is given to a name would pass to
    /// whatever is installed next under that name.
    /// </summary>
    /// <value>Null: what was granted at install.</value>
    public SkillGrants? Grants { get; init; }

    /// <summary>
    /// Gets what an execution of the skill may use at most, within what <see cref="SkillProfile.Limits"/> allows.
    /// </summary>
    /// <value>Null: what the profile allows.</value>
    public SkillProfileLimits? Limits { get; init; }

    /// <summary>
    /// Gets settings that the skill sees as environment variables, without a grant. They go to whatever is enabled
    /// under the id: what is secret belongs into <see cref="Capabilities.ISecretProvider"/>.
    /// </summary>
    /// <value>None.</value>
    public IReadOnlyDictionary<string, string> Environment
    {
        get;
        init => field = value is null ? ValueItems<string>.Empty : ValueItems.Of(value);
    }

    = ValueItems<string>.Empty;

    /// <summary>The id, without the settings.</summary>
    public override string ToString() => $"{nameof(SkillProfileEntry)} {{ {SkillId} }}";
}

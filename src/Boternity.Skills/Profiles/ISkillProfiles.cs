namespace Boternity.Skills.Profiles;

/// <summary>
/// The profiles of a host, so that one process has several bots, each with its own skills. Safe for concurrent use.
/// </summary>
public interface ISkillProfiles
{
    /// <summary>Gets the names of the profiles that were added, in the order in which they were.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>
    /// What the bot of a profile has of the host's services. The profile's settings are read once, at the first call.
    /// </summary>
    /// <param name="name">The name, compared exactly.</param>
    /// <exception cref="SkillProfileException">No profile of that name was added
    /// (<see cref="SkillErrorCodes.ProfileUnknown"/>), or its file cannot be read or is none.</exception>
    SkillProfileServices Get(string name);

    /// <summary>The same for a profile that the host makes while it runs, such as from a database.</summary>
    /// <exception cref="SkillProfileException">It says what a profile must not
    /// (<see cref="SkillErrorCodes.ProfileInvalid"/>).</exception>
    SkillProfileServices Open(SkillProfile profile);
}

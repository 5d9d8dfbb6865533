namespace Boternity.Skills.Profiles;

/// <summary>
/// The settings of a profile, under its name: the skills themselves, or the file that has them. They are validated when
/// the host starts.
/// </summary>
public sealed class SkillProfileOptions
{
    /// <summary>
    /// Gets or sets the absolute path of a file that holds the profile (<see cref="SkillProfile.ReadFile"/>), under the
    /// name with which it is added. Then nothing else is set but <see cref="AllowWiderLimits"/>.
    /// </summary>
    /// <value>Null: the profile is what the other settings say.</value>
    public string? FilePath { get; set; }

    /// <summary>Gets or sets the name of the bot as people know it (<see cref="SkillProfile.BotName"/>).</summary>
    /// <value>Empty: the profile's name.</value>
    public string BotName { get; set; } = "";

    /// <summary>Gets the skills that the bot has (<see cref="SkillProfile.Skills"/>).</summary>
    /// <value>None.</value>
    public IList<SkillProfileEntry> Skills { get; } = [];

    /// <summary>Gets or sets what each execution may use at most (<see cref="SkillProfile.Limits"/>).</summary>
    /// <value>Null: what the skill's trust tier allows.</value>
    public SkillProfileLimits? Limits { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether limits of the profile may be wider than those of a skill's trust tier
    /// (<see cref="SkillProfile.AllowWiderLimits"/>).
    /// </summary>
    /// <value>false.</value>
    public bool AllowWiderLimits { get; set; }

    /// <summary>The profile of these settings, read from its file where it has one.</summary>
    /// <exception cref="SkillProfileException">It is none.</exception>
    internal SkillProfile ToProfile(string name)
    {
        SkillProfile profile = FilePath is null
            ? new SkillProfile { Name = name, BotName = BotName, Skills = [.. Skills], Limits = Limits }
            : SkillProfile.ReadFile(FilePath);
        ProfileRules.ThrowIfInvalid(profile, FilePath);
        return profile.Name == name
            ? profile with { AllowWiderLimits = AllowWiderLimits }
            : throw new SkillProfileException(
                SkillErrorCodes.ProfileInvalid,
                name,
                $"The profile '{name}' is read from '{FilePath}', which holds the profile '{profile.Name}'.",
                FilePath);
    }
}

namespace Boternity.Skills.Profiles;

/// <summary>A bot's profile does not enable a skill, whether or not it is installed.</summary>
public sealed class SkillNotEnabledException : SkillStoreException
{
    /// <summary>Creates the error.</summary>
    /// <param name="profile">The profile's name.</param>
    /// <param name="skillId">The skill's id, as it was given.</param>
    /// <param name="message">What happened; null for a sentence that names both.</param>
    public SkillNotEnabledException(string profile, string skillId, string? message = null)
        : base(
            SkillErrorCodes.ProfileSkillNotEnabled,
            skillId,
            message ?? $"The profile '{profile}' does not enable '{skillId}'.") =>
        Profile = profile;

    /// <summary>Gets the profile's name.</summary>
    public string Profile { get; }

    /// <inheritdoc/>
    public override string ModelMessage => "That skill is not available.";
}

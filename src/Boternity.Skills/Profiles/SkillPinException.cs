namespace Boternity.Skills.Profiles;

/// <summary>An installed skill is not the version, or has not the content, that a bot's profile pins.</summary>
public sealed class SkillPinException : SkillStoreException
{
    /// <summary>Creates the error.</summary>
    /// <param name="profile">The profile's name.</param>
    /// <param name="skillId">The skill's id.</param>
    /// <param name="wanted">What the profile pins: versions, or the digest of the content.</param>
    /// <param name="found">What is installed; null for a skill without a version.</param>
    /// <param name="message">What happened, in a sentence that names both.</param>
    public SkillPinException(string profile, string skillId, string wanted, string? found, string message)
        : base(SkillErrorCodes.ProfilePinBroken, skillId, message)
    {
        Profile = profile;
        Wanted = wanted;
        Found = found;
    }

    /// <summary>Gets the profile's name.</summary>
    public string Profile { get; }

    /// <summary>Gets what the profile pins: versions, or the digest of the content.</summary>
    public string Wanted { get; }

    /// <summary>Gets the version or the digest that is installed; null for a skill without a version.</summary>
    public string? Found { get; }

    /// <inheritdoc/>
    public override string ModelMessage => "That skill is not available: it is not the version that it should be.";
}

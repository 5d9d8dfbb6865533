namespace Boternity.Skills.Profiles;

/// <summary>A profile cannot be read, is not known, or says what a profile must not.</summary>
public sealed class SkillProfileException : SkillException
{
    /// <summary>Creates the error.</summary>
    /// <param name="code">The code.</param>
    /// <param name="profile">The profile's name; null where it is not known.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="path">The file; null for none.</param>
    /// <param name="innerException">Why.</param>
    public SkillProfileException(
        string code, string? profile, string message, string? path = null, Exception? innerException = null)
        : base(code, message, innerException)
    {
        Profile = profile;
        Path = path;
    }

    /// <summary>Gets the profile's name; null where it is not known.</summary>
    public string? Profile { get; }

    /// <summary>Gets the file that it is read from; null for none.</summary>
    public string? Path { get; }
}

namespace Boternity.Skills.Packaging;

/// <summary>A skill's folder breaks a path rule or a limit, or its archive is damaged.</summary>
public sealed class SkillPackageException : SkillException
{
    /// <summary>Creates the error.</summary>
    public SkillPackageException(
        string code, string message, string? path = null, long? limit = null, Exception? innerException = null)
        : base(code, message, innerException)
    {
        Path = path;
        Limit = limit;
    }

    /// <summary>Gets the path in the package that is at fault, as it was written there.</summary>
    public string? Path { get; }

    /// <summary>Gets the limit that was passed, in files or bytes.</summary>
    public long? Limit { get; }
}

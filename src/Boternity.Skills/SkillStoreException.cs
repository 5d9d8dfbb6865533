namespace Boternity.Skills;

/// <summary>The store could not do what it was asked to.</summary>
public class SkillStoreException : SkillException
{
    /// <summary>Creates the error.</summary>
    public SkillStoreException(string code, string? directory, string message, Exception? innerException = null)
        : base(code, message, innerException) => Directory = directory;

    /// <summary>The directory's name, as it was given.</summary>
    public string? Directory { get; }
}

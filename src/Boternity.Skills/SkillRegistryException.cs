namespace Boternity.Skills;

/// <summary>A registry could not give what it was asked for.</summary>
public class SkillRegistryException : SkillException
{
    /// <summary>Creates the error.</summary>
    public SkillRegistryException(string code, string? registry, string message, Exception? innerException = null)
        : base(code, message, innerException) => Registry = registry;

    /// <summary>Gets the registry's name; null where all of them were asked.</summary>
    public string? Registry { get; }
}

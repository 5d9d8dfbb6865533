namespace Boternity.Skills.Storage;

/// <summary>A file of an installed skill is changed, missing or extra.</summary>
public sealed class SkillIntegrityException : SkillStoreException
{
    /// <summary>Creates the error.</summary>
    public SkillIntegrityException(string skillId, string file, string message, Exception? innerException = null)
        : base(SkillErrorCodes.StoreIntegrity, skillId, message, innerException) => File = file;

    /// <summary>Gets the file, relative to the skill's directory.</summary>
    public string File { get; }
}

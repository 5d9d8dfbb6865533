namespace Boternity.Skills.Locking;

/// <summary>A lock file cannot be used, or what it locks cannot be had exactly as it says.</summary>
public sealed class SkillLockException : SkillException
{
    /// <summary>Creates the error.</summary>
    public SkillLockException(
        string code, string path, string message, string? skillId = null, Exception? innerException = null)
        : base(code, message, innerException)
    {
        Path = path;
        SkillId = skillId;
    }

    /// <summary>Gets the lock file.</summary>
    public string Path { get; }

    /// <summary>Gets the entry at fault; null where the whole file is.</summary>
    public string? SkillId { get; }
}

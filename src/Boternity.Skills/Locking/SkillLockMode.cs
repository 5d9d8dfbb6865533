namespace Boternity.Skills.Locking;

/// <summary>What an install under a lock file may do.</summary>
public enum SkillLockMode
{
    /// <summary>
    /// Only what is locked, exactly as it is locked. Nothing is resolved, and the file is never written. The default.
    /// </summary>
    Frozen = 0,

    /// <summary>What is not locked is resolved, installed and added to the file.</summary>
    Update = 1,
}

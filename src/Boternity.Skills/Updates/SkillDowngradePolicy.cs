namespace Boternity.Skills.Updates;

/// <summary>
/// What a restore does about a version that was replaced before: a lock file that was rolled back brings back what was
/// mended since.
/// </summary>
public enum SkillDowngradePolicy
{
    /// <summary>Refuse with <see cref="Locking.SkillLockException"/>. The default.</summary>
    Refuse = 0,

    /// <summary>Install it: the host knows that its lock file went back on purpose.</summary>
    Allow = 1,
}

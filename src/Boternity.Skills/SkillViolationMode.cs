namespace Boternity.Skills;

/// <summary>What happens when a skill uses a capability that it was not granted.</summary>
public enum SkillViolationMode
{
    /// <summary>The call answers that it was denied, and the skill goes on. The default.</summary>
    Deny = 0,

    /// <summary>The run ends at once with a <see cref="SkillCapabilityDeniedException"/>.</summary>
    EndRun = 1,
}

using Boternity.Skills.Grants;

namespace Boternity.Skills.Capabilities;

/// <summary>The skill used a capability that it was not granted, and the host chose to end the run for it.</summary>
public sealed class SkillCapabilityDeniedException : SkillExecutionException
{
    /// <summary>Creates the error.</summary>
    public SkillCapabilityDeniedException(SkillCapability capability, string skill)
        : base(SkillErrorCodes.ExecutionCapabilityDenied, $"capability denied: {capability.ToName()} not granted for skill '{skill}'")
    {
        Capability = capability;
        Skill = skill;
    }

    /// <summary>The capability.</summary>
    public SkillCapability Capability { get; }

    /// <summary>The skill's name.</summary>
    public string Skill { get; }
}

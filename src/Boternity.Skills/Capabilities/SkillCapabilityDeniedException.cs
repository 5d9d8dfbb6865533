using Boternity.Skills.Grants;

namespace Boternity.Skills.Capabilities;

/// <summary>The skill used a capability that it was not granted, and the host chose to end the run for it.</summary>
public sealed class SkillCapabilityDeniedException : SkillExecutionException
{
    /// <summary>Creates the error.</summary>
    public SkillCapabilityDeniedException(
        SkillCapability capability, string skill, SkillDenialReason reason = SkillDenialReason.NotGranted)
        : base(
            SkillErrorCodes.ExecutionCapabilityDenied,
            $"capability denied: {capability.ToName()} not granted for skill '{skill}'")
    {
        Capability = capability;
        Skill = skill;
        Reason = reason;
    }

    /// <summary>Gets the capability.</summary>
    public SkillCapability Capability { get; }

    /// <summary>Gets why it was denied. The message, which the skill may see, does not say.</summary>
    public SkillDenialReason Reason { get; }

    /// <inheritdoc/>
    public override string ModelMessage =>
        $"The skill was stopped: it is not allowed to use {Capability.ToName()} in this way. Only the person who runs "
            + "this host can allow it.";

    /// <summary>Gets the skill's name.</summary>
    public string Skill { get; }
}

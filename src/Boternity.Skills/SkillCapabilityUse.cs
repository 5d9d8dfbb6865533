using Boternity.Skills.Grants;

namespace Boternity.Skills;

/// <summary>How often one execution used a capability on one scope. Never holds contents.</summary>
public sealed record SkillCapabilityUse
{
    /// <summary>Gets the capability.</summary>
    public required SkillCapability Capability { get; init; }

    /// <summary>
    /// Gets what it was used on: <c>https://host:port</c>, a granted directory as the skill sees it, or a name. For a
    /// denied use, what the skill asked for, cut to 200 characters; <c>(other)</c> gathers the rest when a skill asks
    /// for too many different ones.
    /// </summary>
    public required string Scope { get; init; }

    /// <summary>Gets how many uses were let through; it stops at <see cref="int.MaxValue"/>.</summary>
    public int Allowed { get; init; }

    /// <summary>Gets how many uses were denied; it stops at <see cref="int.MaxValue"/>.</summary>
    public int Denied { get; init; }

    /// <summary>Gets why the first of the denied uses was denied; null where none was. The skill is not told.</summary>
    public SkillDenialReason? DenialReason { get; init; }
}

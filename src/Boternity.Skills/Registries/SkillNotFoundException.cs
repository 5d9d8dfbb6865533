namespace Boternity.Skills.Registries;

/// <summary>No registry has what a reference means.</summary>
public sealed class SkillNotFoundException : SkillRegistryException
{
    /// <summary>Creates the error.</summary>
    public SkillNotFoundException(
        string reference, string? registry, string message, IReadOnlyList<DiscoveredSkill>? nearest = null)
        : base(SkillErrorCodes.SkillNotFound, registry, message)
    {
        Reference = reference;
        Nearest = nearest ?? [];
    }

    /// <summary>Gets what was asked for.</summary>
    public string Reference { get; }

    /// <summary>Gets skills whose names come close, best first. None of them is what was asked for.</summary>
    public IReadOnlyList<DiscoveredSkill> Nearest { get; }
}

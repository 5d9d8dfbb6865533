namespace Boternity.Skills.Registries;

/// <summary>More than one skill matches a reference equally well.</summary>
public sealed class SkillAmbiguousException : SkillRegistryException
{
    /// <summary>Creates the error.</summary>
    public SkillAmbiguousException(string reference, IReadOnlyList<DiscoveredSkill> candidates)
        : base(SkillErrorCodes.SkillAmbiguous, null, Describe(reference, candidates))
    {
        Reference = reference;
        Candidates = candidates;
    }

    /// <summary>Gets what was asked for.</summary>
    public string Reference { get; }

    /// <summary>Gets the skills that match, sorted by source.</summary>
    public IReadOnlyList<DiscoveredSkill> Candidates { get; }

    private static string Describe(string reference, IReadOnlyList<DiscoveredSkill> candidates) =>
        $"'{reference}' matches {candidates.Count} skills: {string.Join(", ", candidates.Select(c => c.Source))}. "
            + $"Name one by its path.";
}

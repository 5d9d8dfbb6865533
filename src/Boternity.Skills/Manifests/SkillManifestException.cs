namespace Boternity.Skills.Manifests;

/// <summary>A SKILL.md cannot be read.</summary>
public sealed class SkillManifestException : SkillException
{
    /// <summary>Creates the error from what was found.</summary>
    public SkillManifestException(string place, IReadOnlyList<SkillDiagnostic> diagnostics)
        : base(SkillErrorCodes.ManifestInvalid, Describe(place, diagnostics), null)
    {
        Place = place;
        Diagnostics = diagnostics;
    }

    /// <summary>Gets which SKILL.md: a path or a source.</summary>
    public string Place { get; }

    /// <summary>Gets the skill that was meant; null where a SKILL.md was read that no registry named.</summary>
    public SkillSource? Candidate { get; init; }

    /// <summary>Gets everything that was found, at least one error among it.</summary>
    public IReadOnlyList<SkillDiagnostic> Diagnostics { get; }

    private static string Describe(string place, IReadOnlyList<SkillDiagnostic> diagnostics)
    {
        SkillDiagnostic? first = diagnostics.FirstOrDefault(d => d.Severity == SkillDiagnosticSeverity.Error);
        return first is null ? $"{place} cannot be read." : $"{place}{first}";
    }
}

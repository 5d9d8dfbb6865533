using Boternity.Skills.Manifests;

namespace Boternity.Skills.Registries;

/// <summary>A skill that is there and cannot be read: whoever asks for it is told why.</summary>
internal sealed record UnreadableSkill(SkillSource Source, IReadOnlyList<SkillDiagnostic> Diagnostics)
{
    /// <summary>The most diagnostics of one SKILL.md that an index keeps, errors before warnings.</summary>
    public const int MaxKeptDiagnostics = 20;

    /// <summary>The same with as many diagnostics as an index keeps.</summary>
    public UnreadableSkill ForIndex() => Diagnostics.Count <= MaxKeptDiagnostics
        ? this
        : this with
        {
            Diagnostics =
            [
                .. Diagnostics.OrderBy(found => found.Severity != SkillDiagnosticSeverity.Error)
                    .Take(MaxKeptDiagnostics),
            ],
        };

    private string PlaceOfManifest
    {
        get
        {
            string folder = Source.Path.Length == 0 ? "" : Source.Path + "/";
            return (Source with { Path = folder + SkillPackage.ManifestFileName }).ToString();
        }
    }

    /// <summary>Throws for the one that a query means, where nothing that can be read is as good an answer.</summary>
    /// <exception cref="SkillManifestException">It is there, and cannot be read.</exception>
    public static void ThrowIfMeant(
        IReadOnlyCollection<UnreadableSkill> unreadable, SkillQuery query, IReadOnlyList<SkillMatch> found)
    {
        if (found.Any(match => match.Match == SkillNameMatch.Exact))
        {
            return;
        }

        UnreadableSkill? meant = unreadable.FirstOrDefault(skill =>
            (query.Path is null || query.Path == skill.Source.Path)
            && (query.Name is null
                || string.Equals(query.Name, skill.Source.FolderName, StringComparison.OrdinalIgnoreCase)));
        if (meant is not null)
        {
            throw new SkillManifestException(meant.PlaceOfManifest, meant.Diagnostics) { Candidate = meant.Source };
        }
    }
}

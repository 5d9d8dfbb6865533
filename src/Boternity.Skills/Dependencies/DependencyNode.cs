namespace Boternity.Skills.Dependencies;

/// <summary>A skill that is installed, or could be: what it is called, and what it says of others.</summary>
internal sealed class DependencyNode
{
    private IReadOnlyList<SkillDependency>? _required;
    private IReadOnlyList<SkillDependency>? _conflicts;

    private DependencyNode(string skillId, SkillSource source, SkillManifest manifest)
    {
        SkillId = skillId;
        Source = source;
        Manifest = manifest;
        Names =
        [
            .. new[] { skillId, manifest.Name, source.FolderName }
                .OfType<string>()
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>The id that it has, or would have, in the store.</summary>
    public string SkillId { get; }

    public SkillSource Source { get; }

    public SkillManifest Manifest { get; }

    /// <summary>What others may call it.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The skill where it is installed as it is; null where it would be installed.</summary>
    public InstalledSkill? Installed { get; private init; }

    /// <summary>Its folder where it would be installed.</summary>
    public SkillPackage? Package { get; private init; }

    /// <summary>What it needs: its dependencies, then its parents, each once.</summary>
    /// <exception cref="SkillDependencyException">One of them cannot be read.</exception>
    public IReadOnlyList<SkillDependency> Required =>
        _required ??=
        [
            .. Manifest.Dependencies.Concat(Manifest.Parents).Distinct().Select(Read).OfType<SkillDependency>(),
        ];

    /// <exception cref="SkillDependencyException">One of them cannot be read.</exception>
    public IReadOnlyList<SkillDependency> Conflicts =>
        _conflicts ??= [.. Manifest.ConflictsWith.Select(Read).OfType<SkillDependency>()];

    public static DependencyNode Of(InstalledSkill skill) =>
        new(skill.SkillId, skill.Source, skill.Manifest) { Installed = skill };

    public static DependencyNode Of(SkillPackage package, string skillId) =>
        new(skillId, package.Source, package.Manifest) { Package = package };

    /// <summary>A skill that was found, and whose folder was not fetched.</summary>
    public static DependencyNode Of(DiscoveredSkill skill, string skillId) =>
        new(skillId, skill.Source, skill.Manifest);

    /// <summary>Whether it is what is named, in whatever version.</summary>
    public bool IsNamedBy(SkillDependency dependency) => dependency.Names(Source, Names);

    /// <summary>Whether it is what is named, in a version that will do.</summary>
    public bool Satisfies(SkillDependency dependency) =>
        IsNamedBy(dependency) && dependency.Accepts(Manifest.Version);

    public override string ToString() => Manifest.Version is { } version ? $"{SkillId} {version}" : SkillId;

    // What is installed although one of them cannot be read must not be in the way of others.
    private SkillDependency? Read(string text) =>
        SkillDependency.TryParse(text, out SkillDependency? dependency) || Installed is not null
            ? dependency
            : throw new SkillDependencyException(
                SkillErrorCodes.DependencyInvalid,
                [SkillId],
                $"'{Words.Shown(SkillId)}' ({Source}) names '{Words.Shown(text)}', which is no skill with a range of "
                    + "versions.");
}

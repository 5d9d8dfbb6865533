using Boternity.Skills.Collections;

namespace Boternity.Skills;

/// <summary>A registry's answer: a skill that can be fetched, pinned to a revision.</summary>
public sealed record DiscoveredSkill
{
    /// <summary>Gets where it is.</summary>
    public required SkillSource Source { get; init; }

    /// <summary>Gets its frontmatter, leniently read.</summary>
    public required SkillManifest Manifest { get; init; }

    /// <summary>Gets what was odd in its SKILL.md.</summary>
    public IReadOnlyList<SkillDiagnostic> Diagnostics { get; init => field = ValueList.Of(value); } = [];

    /// <summary>
    /// Gets the headings of its SKILL.md, which a search looks at; empty where the registry did not read them.
    /// </summary>
    /// <value>Empty.</value>
    public IReadOnlyList<string> Headings { get; init => field = ValueList.Of(value); } = [];

    /// <summary>
    /// Gets a value indicating whether the registry could not be reached and this comes from its cache, which may be
    /// out of date.
    /// </summary>
    public bool IsStale { get; init; }

    /// <summary>
    /// Gets where else a skill answers the reference as well, in repositories and registries that come later; filled by
    /// <see cref="ISkillInstaller.ResolveAsync"/>.
    /// </summary>
    /// <value>Empty.</value>
    public IReadOnlyList<SkillSource> Alternatives { get; init => field = ValueList.Of(value); } = [];

    /// <summary>
    /// Gets the plugin that brings it, as <c>plugin@registry</c>, where the registry is a plugin marketplace; else
    /// null.
    /// </summary>
    /// <value>null.</value>
    public string? Plugin { get; init; }

    /// <summary>Gets the name in the manifest.</summary>
    public string Name => Manifest.Name;

    /// <summary>Gets the last segment of the path: the folder's name; empty for the root of a registry.</summary>
    public string FolderName => Source.Path[(Source.Path.LastIndexOf('/') + 1)..];
}

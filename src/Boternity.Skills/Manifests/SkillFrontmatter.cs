using Boternity.Skills.Collections;

namespace Boternity.Skills.Manifests;

/// <summary>The frontmatter of a SKILL.md whose body was left unread.</summary>
public sealed record SkillFrontmatter
{
    /// <summary>Gets the frontmatter.</summary>
    public required SkillManifest Manifest { get; init; }

    /// <summary>Gets the bytes of the file that are its body, line ends as they are.</summary>
    public required Range Body { get; init; }

    /// <summary>Gets what was tolerated, in the order of the file.</summary>
    public IReadOnlyList<SkillDiagnostic> Diagnostics { get; init => field = ValueList.Of(value); } = [];
}

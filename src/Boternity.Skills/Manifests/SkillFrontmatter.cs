namespace Boternity.Skills.Manifests;

/// <summary>The frontmatter of a SKILL.md whose body was left unread.</summary>
/// <param name="Manifest">The frontmatter.</param>
/// <param name="Body">The bytes of the file that are its body, line ends as they are.</param>
/// <param name="Diagnostics">What was tolerated, in the order of the file.</param>
public sealed record SkillFrontmatter(SkillManifest Manifest, Range Body, IReadOnlyList<SkillDiagnostic> Diagnostics);

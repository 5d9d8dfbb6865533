namespace Boternity.Skills;

/// <summary>A SKILL.md that was read: frontmatter, body and what was odd.</summary>
/// <param name="Manifest">The frontmatter.</param>
/// <param name="Body">The Markdown after the frontmatter, line ends normalised to LF.</param>
/// <param name="Diagnostics">What was tolerated, in the order of the file.</param>
public sealed record SkillDocument(SkillManifest Manifest, string Body, IReadOnlyList<SkillDiagnostic> Diagnostics);

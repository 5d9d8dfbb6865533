using Boternity.Skills.Collections;

namespace Boternity.Skills;

/// <summary>A SKILL.md that was read: frontmatter, body and what was odd.</summary>
public sealed record SkillDocument
{
    /// <summary>Gets the frontmatter.</summary>
    public required SkillManifest Manifest { get; init; }

    /// <summary>Gets the Markdown after the frontmatter, line ends normalised to LF.</summary>
    public required string Body { get; init; }

    /// <summary>Gets what was tolerated, in the order of the file.</summary>
    public IReadOnlyList<SkillDiagnostic> Diagnostics { get; init => field = ValueList.Of(value); } = [];

    /// <summary>The name and the length of the body, without its text.</summary>
    public override string ToString() => $"{nameof(SkillDocument)} {{ {Manifest.Name}, {Body.Length} characters }}";
}

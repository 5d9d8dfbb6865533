namespace Boternity.Skills.Manifests;

/// <summary>
/// How large a SKILL.md may be. These bounds hold in both modes and cannot be widened: a larger file is hostile
/// or broken.
/// </summary>
public static class SkillManifestLimits
{
    /// <summary>The most bytes in the whole file: 1 MiB.</summary>
    public const int MaxFileBytes = 1024 * 1024;

    /// <summary>The most bytes between the opening and the closing <c>---</c>: 64 KiB.</summary>
    public const int MaxFrontmatterBytes = 64 * 1024;

    /// <summary>The most maps and lists inside one another, the frontmatter itself being the first: 16.</summary>
    public const int MaxDepth = 16;

    /// <summary>The most warnings that are recorded for one file: 100. Errors are always recorded.</summary>
    public const int MaxWarnings = 100;

    /// <summary>The most characters in a name, by the specification: 64.</summary>
    public const int MaxNameLength = 64;

    /// <summary>The most characters in a description, by the specification: 1,024.</summary>
    public const int MaxDescriptionLength = 1_024;

    /// <summary>The most characters in <c>compatibility</c>, by the specification: 500.</summary>
    public const int MaxCompatibilityLength = 500;
}

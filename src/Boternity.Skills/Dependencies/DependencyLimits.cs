namespace Boternity.Skills.Dependencies;

/// <summary>How much a resolution may take.</summary>
/// <param name="MaxSkills">The most skills that belong together.</param>
/// <param name="MaxDepth">The most steps from a skill to what it needs.</param>
internal sealed record DependencyLimits(int MaxSkills, int MaxDepth)
{
    /// <summary>The most candidates that are tried in all.</summary>
    public const int MaxSteps = 5_000;

    /// <summary>The most candidates for one dependency.</summary>
    public const int MaxCandidates = 16;
}

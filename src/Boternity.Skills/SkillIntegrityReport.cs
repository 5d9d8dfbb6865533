namespace Boternity.Skills;

/// <summary>What a check of everything in a store found.</summary>
/// <param name="Skills">How many skills were read.</param>
/// <param name="Files">How many files were read.</param>
/// <param name="Problems">What is not as it was installed, sorted by directory and file (ordinal).</param>
public sealed record SkillIntegrityReport(int Skills, int Files, IReadOnlyList<SkillIntegrityProblem> Problems)
{
    /// <summary>Whether everything is as it was installed.</summary>
    public bool IsIntact => Problems.Count == 0;
}

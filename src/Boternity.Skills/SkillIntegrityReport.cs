namespace Boternity.Skills;

/// <summary>What a check of everything in a store found.</summary>
/// <param name="Skills">How many skills were read.</param>
/// <param name="Files">How many files were read.</param>
/// <param name="Problems">What is not as it was installed, sorted by id and file (ordinal).</param>
public sealed record SkillIntegrityReport(int Skills, int Files, IReadOnlyList<SkillIntegrityProblem> Problems)
{
    /// <summary>Whether everything is as it was installed.</summary>
    public bool IsIntact => Problems.Count == 0;
}

/// <summary>One thing in a store that is not what was installed.</summary>
/// <param name="SkillId">The skill's id.</param>
/// <param name="File">The file, relative to it, with forward slashes; null where the whole entry is at fault.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Message">The same in a sentence that names both.</param>
public sealed record SkillIntegrityProblem(string SkillId, string? File, SkillIntegrityProblemKind Kind, string Message);

/// <summary>What is wrong with a file of an installed skill.</summary>
public enum SkillIntegrityProblemKind
{
    /// <summary>The content, the executable bit or the kind of entry (a link in place of a file) is not what was installed.</summary>
    Changed,

    /// <summary>The file is gone.</summary>
    Missing,

    /// <summary>The file was not installed.</summary>
    Extra,

    /// <summary>The whole entry cannot be read.</summary>
    Damaged,
}

using Boternity.Skills.Collections;

namespace Boternity.Skills;

/// <summary>What a check of everything in a store found.</summary>
public sealed record SkillIntegrityReport
{
    /// <summary>Gets how many skills were read.</summary>
    public required int Skills { get; init; }

    /// <summary>Gets how many files were read.</summary>
    public required int Files { get; init; }

    /// <summary>Gets what is not as it was installed, sorted by id and file (ordinal).</summary>
    public IReadOnlyList<SkillIntegrityProblem> Problems { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Gets a value indicating whether everything is as it was installed.</summary>
    public bool IsIntact => Problems.Count == 0;
}

/// <summary>One thing in a store that is not what was installed.</summary>
public sealed record SkillIntegrityProblem
{
    /// <summary>Gets the skill's id.</summary>
    public required string SkillId { get; init; }

    /// <summary>Gets the file, relative to it, with forward slashes; null where the whole entry is at fault.</summary>
    public string? File { get; init; }

    /// <summary>Gets what is wrong.</summary>
    public required SkillIntegrityProblemKind Kind { get; init; }

    /// <summary>Gets the same in a sentence that names both.</summary>
    public required string Message { get; init; }
}

/// <summary>What is wrong with a file of an installed skill.</summary>
public enum SkillIntegrityProblemKind
{
    /// <summary>
    /// The content, the executable bit or the kind of entry (a link in place of a file) is not what was installed.
    /// </summary>
    Changed,

    /// <summary>The file is gone.</summary>
    Missing,

    /// <summary>The file was not installed.</summary>
    Extra,

    /// <summary>The whole entry cannot be read.</summary>
    Damaged,
}

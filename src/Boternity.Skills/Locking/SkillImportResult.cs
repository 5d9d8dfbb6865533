using Boternity.Skills.Collections;

namespace Boternity.Skills.Locking;

/// <summary>What an import did.</summary>
public sealed record SkillImportResult
{
    /// <summary>Gets the skills that are installed, in the file's order.</summary>
    /// <value>Empty.</value>
    public IReadOnlyList<SkillImport> Installed { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Gets the entries that could not be had, by their names in the file, and why.</summary>
    /// <value>Empty.</value>
    public IReadOnlyList<SkillFailure> Failed { get; init => field = ValueList.Of(value); } = [];
}

/// <summary>One skill of an import.</summary>
public sealed record SkillImport
{
    /// <summary>Gets the name in the file.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the skill as it is installed.</summary>
    public required InstalledSkill Skill { get; init; }

    /// <summary>Gets whether it is what the file recorded.</summary>
    public required SkillImportContent Content { get; init; }
}

/// <summary>How the content of an imported skill compares with what the file recorded.</summary>
public enum SkillImportContent
{
    /// <summary>The file records nothing that can be compared.</summary>
    Unknown = 0,

    /// <summary>It is what was recorded.</summary>
    AsRecorded = 1,

    /// <summary>
    /// It is not what was recorded: it changed at its source since, or the tool that wrote the file counted other
    /// files.
    /// </summary>
    Different = 2,
}

namespace Boternity.Skills;

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

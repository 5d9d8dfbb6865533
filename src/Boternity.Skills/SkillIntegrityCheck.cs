namespace Boternity.Skills;

/// <summary>How closely the files of an installed skill are looked at.</summary>
public enum SkillIntegrityCheck
{
    /// <summary>
    /// Sizes and times, and the content where those changed or this process has not read it yet. The default. Of a
    /// skill with many files, those beside its program and its SKILL.md are looked at no more than four times a second.
    /// It does not see a change by someone who puts the time back; such a change cannot reach a program that is
    /// loaded already.
    /// </summary>
    Quick = 0,

    /// <summary>The content of every file.</summary>
    Full = 1,
}

namespace Boternity.Skills;

/// <summary>What a check for updates found.</summary>
public enum SkillUpdateState
{
    /// <summary>The branch or tag is still the commit that was installed.</summary>
    Current = 0,

    /// <summary>The branch or tag moved. Whether the skill's folder changed with it, its tree digest tells.</summary>
    Moved = 1,

    /// <summary>The skill was asked for at a commit, which never moves.</summary>
    Pinned = 2,

    /// <summary>The repository, the branch or tag, or the skill's folder is no longer there.</summary>
    Gone = 3,
}

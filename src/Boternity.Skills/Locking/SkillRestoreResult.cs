using Boternity.Skills.Collections;

namespace Boternity.Skills.Locking;

/// <summary>What a restore did.</summary>
public sealed record SkillRestoreResult
{
    /// <summary>Gets the skills that it installed, in the order of the lock file.</summary>
    public IReadOnlyList<InstalledSkill> Installed { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Gets the skills that were there already, every file verified.</summary>
    public IReadOnlyList<InstalledSkill> Unchanged { get; init => field = ValueList.Of(value); } = [];

    /// <summary>
    /// Gets the entries that could not be restored, and why; what is installed under their ids is as it was. Empty
    /// unless <see cref="SkillRestoreOptions.OnFailure"/> says to go on.
    /// </summary>
    /// <value>Empty.</value>
    public IReadOnlyList<SkillFailure> Failed { get; init => field = ValueList.Of(value); } = [];
}

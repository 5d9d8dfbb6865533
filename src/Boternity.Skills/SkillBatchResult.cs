using Boternity.Skills.Collections;

namespace Boternity.Skills;

/// <summary>What an install of several skills did.</summary>
public sealed record SkillBatchResult
{
    /// <summary>Gets the skills that are installed, in the order of their references.</summary>
    /// <value>Empty.</value>
    public IReadOnlyList<InstalledSkill> Installed { get; init => field = ValueList.Of(value); } = [];

    /// <summary>
    /// Gets the references whose skill was not found, not fetched, not approved or not stored, and why.
    /// </summary>
    /// <value>Empty.</value>
    public IReadOnlyList<SkillFailure> Failed { get; init => field = ValueList.Of(value); } = [];
}

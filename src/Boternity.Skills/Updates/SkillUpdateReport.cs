using Boternity.Skills.Collections;

namespace Boternity.Skills.Updates;

/// <summary>What an update of all skills did.</summary>
public sealed record SkillUpdateReport
{
    /// <summary>Gets what became of each skill that could be updated or had nothing new.</summary>
    /// <value>Empty.</value>
    public IReadOnlyList<SkillUpdateResult> Results { get; init => field = ValueList.Of(value); } = [];

    /// <summary>Gets the skills that could not be updated, and why; each is as it was.</summary>
    /// <value>Empty.</value>
    public IReadOnlyList<SkillFailure> Failed { get; init => field = ValueList.Of(value); } = [];
}

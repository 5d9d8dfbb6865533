namespace Boternity.Skills.Extensions.AI;

/// <summary>That a skill, called by a model, has begun or ended.</summary>
public sealed record SkillFunctionProgress
{
    /// <summary>Gets the skill.</summary>
    public required InstalledSkill Skill { get; init; }

    /// <summary>Gets the name of the function that was called.</summary>
    public required string FunctionName { get; init; }

    /// <summary>Gets how far it is.</summary>
    public required SkillFunctionStage Stage { get; init; }

    /// <summary>Gets what the execution gave and cost; null where it has not ended, or failed.</summary>
    public SkillExecutionResult? Result { get; init; }

    /// <summary>Gets why it failed; null where it did not.</summary>
    public SkillException? Error { get; init; }

    /// <summary>The function and the stage, without what the skill said.</summary>
    public override string ToString() => $"{nameof(SkillFunctionProgress)} {{ {FunctionName}, {Stage} }}";
}

/// <summary>How far a call of a skill is.</summary>
public enum SkillFunctionStage
{
    /// <summary>It begins.</summary>
    Started,

    /// <summary>It came to a result.</summary>
    Completed,

    /// <summary>It failed.</summary>
    Failed,
}

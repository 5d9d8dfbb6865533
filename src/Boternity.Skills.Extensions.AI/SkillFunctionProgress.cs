namespace Boternity.Skills.Extensions.AI;

/// <summary>That a skill, called by a model, has begun or ended, or what it said meanwhile.</summary>
public sealed record SkillFunctionProgress
{
    /// <summary>Gets the skill.</summary>
    public required InstalledSkill Skill { get; init; }

    /// <summary>Gets the name of the function that was called.</summary>
    public required string FunctionName { get; init; }

    /// <summary>Gets the script that is run, inside the skill; null where it is the skill's program.</summary>
    public string? Script { get; init; }

    /// <summary>Gets how far it is.</summary>
    public required SkillFunctionStage Stage { get; init; }

    /// <summary>
    /// Gets one line of what the skill logged, or the script printed; null but for
    /// <see cref="SkillFunctionStage.Reported"/>. It is a stranger's text, without control characters.
    /// </summary>
    public string? Message { get; init; }

    /// <summary>
    /// Gets what the execution gave and cost; null where it has not ended, failed, or was a script's.
    /// </summary>
    public SkillExecutionResult? Result { get; init; }

    /// <summary>Gets what a script gave and cost; null where it has not ended, failed, or was a program's.</summary>
    public SkillScriptResult? ScriptResult { get; init; }

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

    /// <summary>It came to a result; that of a script may have an exit code that is not 0.</summary>
    Completed,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It runs, and said something: a line of its log, or one that a script printed.</summary>
    Reported,
}

using Boternity.Skills.Collections;

namespace Boternity.Skills.Execution;

/// <summary>
/// A step of a chain did not come to a result, and those after it did not run. The inner exception says why.
/// </summary>
public sealed class SkillChainException : SkillExecutionException
{
    /// <summary>Creates the error.</summary>
    /// <param name="step">The step, from 1.</param>
    /// <param name="skillId">The id of its skill.</param>
    /// <param name="completed">The steps before it.</param>
    /// <param name="message">What happened.</param>
    /// <param name="error">Why.</param>
    public SkillChainException(
        int step,
        string skillId,
        IReadOnlyList<SkillChainStepResult> completed,
        string message,
        SkillException error)
        : base(SkillErrorCodes.ExecutionChainStep, message, error)
    {
        Step = step;
        SkillId = skillId;
        Completed = ValueList.Of(completed);
        Error = error;
    }

    /// <summary>Gets the step, from 1.</summary>
    public int Step { get; }

    /// <summary>Gets the id of its skill.</summary>
    public string SkillId { get; }

    /// <summary>Gets the steps before it, and what they cost.</summary>
    public IReadOnlyList<SkillChainStepResult> Completed { get; }

    /// <summary>Gets why: the inner exception.</summary>
    public SkillException Error { get; }

    /// <inheritdoc/>
    public override string ModelMessage => $"Step {Step} failed. {Error.ModelMessage}";
}

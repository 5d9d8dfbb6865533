namespace Boternity.Skills.Schemas;

/// <summary>
/// An input is not what the skill's input schema wants (<see cref="InstalledSkill.InputSchema"/>); nothing has run.
/// </summary>
public sealed class SkillInputException : SkillExecutionException
{
    /// <summary>Creates the error.</summary>
    /// <param name="skill">The skill's name.</param>
    /// <param name="errors">Where the input is wrong; at least one.</param>
    /// <param name="innerException">Why the input cannot be read as JSON; null where it can.</param>
    public SkillInputException(string skill, IReadOnlyList<SkillInputError> errors, Exception? innerException = null)
        : base(
            SkillErrorCodes.ExecutionInputInvalid,
            $"The input of '{skill}' is not what its schema wants: {string.Join("; ", errors)}.",
            innerException) => Errors = errors;

    /// <summary>Gets where the input is wrong, in the order of the input; at most 10 places.</summary>
    public IReadOnlyList<SkillInputError> Errors { get; }

    /// <inheritdoc/>
    public override string ModelMessage =>
        $"The input was not accepted: {string.Join("; ", Errors)}. Correct it and try again.";
}

using Boternity.Skills.Text;

namespace Boternity.Skills.Execution;

/// <summary>The skill ran and reported an error of its own.</summary>
public sealed class SkillFailedException : SkillExecutionException
{
    private const int MaxModelText = 4_000;

    /// <summary>Creates the error.</summary>
    public SkillFailedException(string error, string message, int? exitCode = null)
        : base(SkillErrorCodes.ExecutionSkillFailed, message)
    {
        Error = error;
        ExitCode = exitCode;
    }

    /// <summary>Gets what the skill said: text from a stranger.</summary>
    public string Error { get; }

    /// <summary>
    /// Gets what the skill said, without hidden characters and without what would break a prompt's markup.
    /// </summary>
    /// <value>At most 4,000 characters of it.</value>
    public override string ModelMessage
    {
        get
        {
            string said = Error.Trim();
            string cut = said.Length <= MaxModelText ? said : said[..MaxModelText];
            string what = ExitCode is { } code ? $"The skill exited with code {code}" : "The skill reported an error";
            return cut.Length == 0 ? $"{what}." : $"{what}: {PromptMarkup.Neutralise(HiddenCharacters.Remove(cut))}";
        }
    }

    /// <summary>Gets the exit code of a program that has one.</summary>
    public int? ExitCode { get; }

    /// <summary>
    /// Gets or sets the limit that the program had met before: it was refused memory, and ended so. Null where none had
    /// been met, or the engine does not tell.
    /// </summary>
    public SkillLimitKind? LimitMet { get; set; }
}

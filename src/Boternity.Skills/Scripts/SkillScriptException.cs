using Boternity.Skills.Collections;

namespace Boternity.Skills.Scripts;

/// <summary>
/// A script cannot be run here: there is no such script, no runtime for it, or it needs what the sandbox does not have.
/// </summary>
public sealed class SkillScriptException : SkillExecutionException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">Which of the three it is, of <see cref="SkillErrorCodes"/>.</param>
    /// <param name="script">The script's path inside the skill.</param>
    /// <param name="message">What is wrong, and what to do.</param>
    /// <param name="findings">What the analysis found; null where it was not that.</param>
    public SkillScriptException(
        string code, string script, string message, IReadOnlyList<SkillScriptFinding>? findings = null)
        : base(code, message)
    {
        Script = script;
        Findings = ValueList.Of(findings ?? []);
    }

    /// <inheritdoc/>
    public override string ModelMessage => Message;

    /// <summary>Gets the script's path inside the skill.</summary>
    public string Script { get; }

    /// <summary>Gets what the analysis found to be in the way.</summary>
    /// <value>Empty where it is not the analysis that refuses.</value>
    public IReadOnlyList<SkillScriptFinding> Findings { get; }
}

namespace Boternity.Skills.Scripts;

/// <summary>A script runtime is not usable: its files are not there, or are not what they should be.</summary>
public sealed class ScriptRuntimeException : SkillExecutionException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="runtime">The runtime's name.</param>
    /// <param name="message">What is wrong, and what to do.</param>
    /// <param name="innerException">What caused it; null where nothing did.</param>
    public ScriptRuntimeException(string runtime, string message, Exception? innerException = null)
        : base(SkillErrorCodes.ScriptRuntimeUnusable, message, innerException) => Runtime = runtime;

    /// <summary>Gets the runtime's name.</summary>
    public string Runtime { get; }
}

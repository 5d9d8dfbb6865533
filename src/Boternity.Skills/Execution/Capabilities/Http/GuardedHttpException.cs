namespace Boternity.Skills.Execution.Capabilities.Http;

/// <summary>A skill's request came to no answer. The message is for the skill: it names no address and quotes no exception.</summary>
internal sealed class GuardedHttpException(GuardedHttpError error, string message, Exception? innerException = null)
    : IOException(message, innerException)
{
    public GuardedHttpError Error { get; } = error;
}

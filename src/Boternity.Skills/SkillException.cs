namespace Boternity.Skills;

/// <summary>
/// The root of every error that this library reports. Argument, disposed and cancellation exceptions are not wrapped.
/// </summary>
public abstract class SkillException : Exception
{
    private protected SkillException(string code, string message, Exception? innerException)
        : base(WithoutDoubleStops(message), innerException) => Code = code;

    /// <summary>Gets a stable code, one of <see cref="SkillErrorCodes"/>.</summary>
    public string Code { get; }

    /// <summary>
    /// Gets what a model may be told of the failure, so that it can correct its request or give up: what the skill
    /// itself said, the limit, the trap, the denied capability. Never a path of the host, a secret or an address, which
    /// <see cref="Exception.Message"/> may hold.
    /// </summary>
    /// <value>That the skill could not be used, with the code.</value>
    public virtual string ModelMessage => $"The skill could not be used ({Code}).";

    /// <summary>
    /// Messages are put together from those of others, which end in a full stop or do not. Ellipses and the names of
    /// directories stay.
    /// </summary>
    internal static string WithoutDoubleStops(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        string text = message.TrimEnd();
        text = text.EndsWith("..", StringComparison.Ordinal) && !text.EndsWith("...", StringComparison.Ordinal)
            ? text[..^1]
            : text;
        for (int at = text.IndexOf(".. ", StringComparison.Ordinal); at >= 0;)
        {
            bool isSentence = at > 0 && text[at - 1] is not ('.' or ' ' or '/' or '\\');
            text = isSentence ? text.Remove(at, 1) : text;
            at = text.IndexOf(".. ", at + 1, StringComparison.Ordinal);
        }

        return text;
    }
}

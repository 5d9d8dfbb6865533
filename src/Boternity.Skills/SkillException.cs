namespace Boternity.Skills;

/// <summary>
/// The root of every error that this library reports. Argument, disposed and cancellation exceptions are not wrapped.
/// </summary>
public abstract class SkillException : Exception
{
    private protected SkillException(string code, string message, Exception? innerException)
        : base(message, innerException) => Code = code;

    /// <summary>Gets a stable code, one of <see cref="SkillErrorCodes"/>.</summary>
    public string Code { get; }

    /// <summary>
    /// Gets what a model may be told of the failure, so that it can correct its request or give up: what the skill
    /// itself said, the limit, the trap, the denied capability. Never a path of the host, a secret or an address, which
    /// <see cref="Exception.Message"/> may hold.
    /// </summary>
    /// <value>That the skill could not be used, with the code.</value>
    public virtual string ModelMessage => $"The skill could not be used ({Code}).";
}

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
}

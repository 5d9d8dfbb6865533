namespace Boternity.Skills.Wasm.Guests;

/// <summary>
/// A guest's request came to no answer, or an answer's body broke off. The message is for the guest: it names no
/// address and quotes no exception.
/// </summary>
public sealed class GuestHttpException : IOException
{
    /// <summary>Creates the error.</summary>
    /// <param name="error">Why there is no answer.</param>
    /// <param name="message">A text for the guest.</param>
    /// <param name="innerException">The cause; for the host.</param>
    public GuestHttpException(GuestHttpError error, string message, Exception? innerException = null)
        : base(message, innerException) => Error = error;

    /// <summary>Gets why there is no answer.</summary>
    public GuestHttpError Error { get; }
}

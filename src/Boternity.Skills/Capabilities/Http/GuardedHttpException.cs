namespace Boternity.Skills.Capabilities.Http;

/// <summary>A skill's request came to no answer. The message is for the skill: it names no address and quotes no exception.</summary>
internal sealed class GuardedHttpException(GuardedHttpError error, string message, Exception? innerException = null)
    : IOException(message, innerException)
{
    public GuardedHttpError Error { get; } = error;
}

/// <summary>Why a skill's request came to no answer. WASI maps these to <c>wasi:http/types.error-code</c>.</summary>
internal enum GuardedHttpError
{
    Denied,
    UrlInvalid,
    MethodInvalid,
    HeaderInvalid,
    RequestTooLarge,
    TooManyRequests,
    TooManyRedirects,
    RedirectInvalid,
    NameNotResolved,
    ConnectionRefused,
    ConnectionFailed,
    TlsFailed,
    TimedOut,
    HeadersTooLarge,
    BodyTooLarge,
    ProtocolError,
}

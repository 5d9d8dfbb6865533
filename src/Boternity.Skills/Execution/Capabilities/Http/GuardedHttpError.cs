namespace Boternity.Skills.Execution.Capabilities.Http;

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

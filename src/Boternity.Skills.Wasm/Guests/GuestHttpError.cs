namespace Boternity.Skills.Wasm.Guests;

/// <summary>Why a guest's request came to no answer. WASI has a code for each.</summary>
public enum GuestHttpError
{
    /// <summary>It was not granted.</summary>
    Denied,

    /// <summary>The URL is not one that can be requested.</summary>
    UrlInvalid,

    /// <summary>The method is not one that can be sent.</summary>
    MethodInvalid,

    /// <summary>A header is not one that can be sent, or there are too many.</summary>
    HeaderInvalid,

    /// <summary>The request's body is too large.</summary>
    RequestTooLarge,

    /// <summary>The guest gave up the request's body before it was whole.</summary>
    RequestAborted,

    /// <summary>The run has sent all requests that it may.</summary>
    TooManyRequests,

    /// <summary>There were more redirects than are followed.</summary>
    TooManyRedirects,

    /// <summary>The answer redirects to what cannot be requested.</summary>
    RedirectInvalid,

    /// <summary>The host's name cannot be resolved.</summary>
    NameNotResolved,

    /// <summary>The host refuses the connection.</summary>
    ConnectionRefused,

    /// <summary>The host cannot be reached.</summary>
    ConnectionFailed,

    /// <summary>The host's certificate or TLS is not acceptable.</summary>
    TlsFailed,

    /// <summary>There was no answer in time.</summary>
    TimedOut,

    /// <summary>The answer's headers are too large.</summary>
    HeadersTooLarge,

    /// <summary>The answer's body is too large.</summary>
    BodyTooLarge,

    /// <summary>The answer is not proper HTTP, or the connection broke.</summary>
    ProtocolError,
}

using System.Net.Sockets;
using System.Security.Authentication;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Capabilities.Http;

/// <summary>Puts the exceptions of an exchange into the words that a skill gets.</summary>
internal static class HttpFailure
{
    /// <summary>
    /// The exception in its place; null for one that is to go on as it is: the run's own end, or a fault in
    /// this library.
    /// </summary>
    public static GuestHttpException? Translate(Exception exception, HttpExchange exchange) => exception switch
    {
        GuestHttpException => null,
        OperationCanceledException when exchange.IsRunOver => null,
        OperationCanceledException => Make(GuestHttpError.TimedOut, "no answer in time", exception),
        HttpRequestException e => Make(e),
        IOException e => FromInner(e) ?? Make(GuestHttpError.ProtocolError, "the connection broke", e),
        InvalidDataException e => Make(GuestHttpError.ProtocolError, "the answer's compression is damaged", e),
        _ => null,
    };

    public static bool IsAddressRefused(Exception exception)
    {
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is AddressRefusedException)
            {
                return true;
            }
        }

        return false;
    }

    private static GuestHttpException Make(HttpRequestException e) => FromInner(e) ?? e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError =>
            Make(GuestHttpError.NameNotResolved, "the host's name cannot be resolved", e),
        HttpRequestError.ConnectionError => Make(GuestHttpError.ConnectionFailed, "the host cannot be reached", e),
        HttpRequestError.SecureConnectionError =>
            Make(GuestHttpError.TlsFailed, "the host's certificate or TLS is not acceptable", e),
        HttpRequestError.ConfigurationLimitExceeded =>
            Make(GuestHttpError.HeadersTooLarge, "the answer's headers are too large", e),
        _ => Make(GuestHttpError.ProtocolError, "the host's answer is not proper HTTP", e),
    };

    private static GuestHttpException? FromInner(Exception e)
    {
        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case HttpIOException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded }:
                    return Make(GuestHttpError.HeadersTooLarge, "the answer's headers are too large", e);
                case AuthenticationException:
                    return Make(GuestHttpError.TlsFailed, "the host's certificate or TLS is not acceptable", e);
                case SocketException
                {
                    SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain,
                }:
                    return Make(GuestHttpError.NameNotResolved, "the host's name cannot be resolved", e);
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return Make(GuestHttpError.ConnectionRefused, "the host refuses the connection", e);
                case SocketException:
                    return Make(GuestHttpError.ConnectionFailed, "the host cannot be reached", e);
            }
        }

        return null;
    }

    private static GuestHttpException Make(GuestHttpError error, string message, Exception e) => new(error, message, e);
}

using System.Net.Sockets;
using System.Security.Authentication;
using Boternity.Skills.Capabilities.Http;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Tests.Capabilities.Http;

/// <summary>What a skill is told of each way in which an exchange can fail.</summary>
internal sealed class HttpFailureTests
{
    private static IEnumerable<TestCaseData> Failures() =>
    [
        Case(new OperationCanceledException(), GuestHttpError.TimedOut, "no answer in time"),
        Case(Request(HttpRequestError.NameResolutionError), GuestHttpError.NameNotResolved, "name"),
        Case(Request(HttpRequestError.ConnectionError), GuestHttpError.ConnectionFailed, "cannot be reached"),
        Case(Request(HttpRequestError.SecureConnectionError), GuestHttpError.TlsFailed, "TLS"),
        Case(Request(HttpRequestError.ConfigurationLimitExceeded), GuestHttpError.HeadersTooLarge, "too large"),
        Case(Request(HttpRequestError.InvalidResponse), GuestHttpError.ProtocolError, "not proper HTTP"),
        Case(
            Request(HttpRequestError.Unknown, new AuthenticationException()), GuestHttpError.TlsFailed, "certificate"),
        Case(
            Request(
                HttpRequestError.Unknown, new HttpIOException(HttpRequestError.ConfigurationLimitExceeded, "x", null)),
            GuestHttpError.HeadersTooLarge,
            "too large"),
        Case(Socket(SocketError.HostNotFound), GuestHttpError.NameNotResolved, "cannot be resolved"),
        Case(Socket(SocketError.NoData), GuestHttpError.NameNotResolved, "cannot be resolved"),
        Case(Socket(SocketError.TryAgain), GuestHttpError.NameNotResolved, "cannot be resolved"),
        Case(Socket(SocketError.ConnectionRefused), GuestHttpError.ConnectionRefused, "refuses"),
        Case(Socket(SocketError.NetworkUnreachable), GuestHttpError.ConnectionFailed, "cannot be reached"),
        Case(new IOException("x"), GuestHttpError.ProtocolError, "broke"),
        Case(
            new IOException("x", new SocketException((int)SocketError.ConnectionReset)),
            GuestHttpError.ConnectionFailed,
            "cannot be reached"),
        Case(new InvalidDataException(), GuestHttpError.ProtocolError, "compression"),
    ];

    [TestCaseSource(nameof(Failures))]
    public void Translate_OfTheExchange_IsInTheSkillsWords(Exception failure, object error, string words)
    {
        using HttpExchange exchange = Exchange();

        GuestHttpException? translated = HttpFailure.Translate(failure, exchange);

        Assert.That(translated?.Error, Is.EqualTo(error));
        Assert.That(translated?.Message, Does.Contain(words));
        Assert.That(translated?.InnerException, Is.SameAs(failure));
    }

    [Test]
    public void Translate_WhatIsNotOfTheExchange_GoesOnAsItIs()
    {
        using var run = new CancellationTokenSource();
        using HttpExchange exchange = Exchange(run.Token);

        Assert.That(
            HttpFailure.Translate(new GuestHttpException(GuestHttpError.BodyTooLarge, "x"), exchange), Is.Null);
        Assert.That(HttpFailure.Translate(new InvalidOperationException(), exchange), Is.Null);
        run.Cancel();
        Assert.That(HttpFailure.Translate(new OperationCanceledException(), exchange), Is.Null);
    }

    [Test]
    public void IsAddressRefused_HoweverDeep_IsSeen()
    {
        var refused = new AddressRefusedException("a.example");

        Assert.That(refused.Message, Does.Contain("'a.example'"));
        Assert.That(HttpFailure.IsAddressRefused(Request(HttpRequestError.Unknown, refused)), Is.True);
        Assert.That(
            HttpFailure.IsAddressRefused(Request(HttpRequestError.Unknown, new IOException("x", refused))), Is.True);
        Assert.That(
            HttpFailure.IsAddressRefused(Request(HttpRequestError.Unknown, new IOException("x"))), Is.False);
    }

    private static TestCaseData Case(Exception failure, GuestHttpError error, string words) =>
        new TestCaseData(failure, error, words).SetArgDisplayNames(
            failure.GetType().Name, $"{(failure as HttpRequestException)?.HttpRequestError}", $"{error}",
            $"{(failure.InnerException as SocketException)?.SocketErrorCode}{failure.InnerException?.GetType().Name}");

    private static HttpRequestException Request(HttpRequestError error, Exception? inner = null) =>
        new(error, "x", inner);

    private static HttpRequestException Socket(SocketError error) =>
        Request(HttpRequestError.Unknown, new SocketException((int)error));

    private static HttpExchange Exchange(CancellationToken run = default) =>
        new(TimeSpan.FromMinutes(1), TimeProvider.System, run);
}

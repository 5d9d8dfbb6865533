using System.Net;
using Boternity.Skills.Capabilities;
using Boternity.Skills.Capabilities.Http;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Tests.Capabilities.Http;

/// <summary>One request by itself; over a connection it is in <see cref="GrantedHttpTests"/>.</summary>
internal sealed class HttpHopTests
{
    private static readonly Uri Start = new("https://a.example/start");

    [TestCase("Connection")]
    [TestCase("Expect")]
    [TestCase("HOST")]
    [TestCase("HTTP2-Settings")]
    [TestCase("keep-alive")]
    [TestCase("Proxy-Authenticate")]
    [TestCase("Proxy-Authorization")]
    [TestCase("Proxy-Connection")]
    [TestCase("TE")]
    [TestCase("Trailer")]
    [TestCase("Transfer-Encoding")]
    [TestCase("Upgrade")]
    [TestCase("a b")]
    [TestCase("a:")]
    [TestCase("ä")]
    public void First_HeaderOfTheConnectionOrNoToken_IsRefused(string name) => Assert.That(
        () => First(headers: [new(name, "x")]),
        Throws.InstanceOf<GuestHttpException>()
            .With.Property("Error")
            .EqualTo(GuestHttpError.HeaderInvalid)
            .And.Message.EqualTo($"header '{name}' cannot be sent"));

    [TestCase("a\u001fb")]
    [TestCase("a\u007fb")]
    public void First_HeaderWithAControlCharacter_IsRefused(string value) => Assert.That(
        () => First(headers: [new("X-A", value)]),
        Throws.InstanceOf<GuestHttpException>().With.Property("Error").EqualTo(GuestHttpError.HeaderInvalid));

    [Test]
    public void First_LongHeaderName_IsShownCut() => Assert.That(
        () => First(headers: [new(new string('a', 65) + " ", "x")]),
        Throws.InstanceOf<GuestHttpException>()
            .With.Message.EqualTo($"header '{new string('a', 64)}' cannot be sent"));

    [Test]
    public void First_EveryCharacterOfATokenAndAValue_IsSent()
    {
        const string name = "aZ09!#$%&'*+-.^_`|~";
        const string value = " \ta~";

        Assert.That(First(headers: [new(name, value)]).Headers, Is.EqualTo(new[] { KeyValuePair.Create(name, value) }));
    }

    [Test]
    public void First_HeadersOfAsManyBytesAsMayBe_AreTaken()
    {
        var options = new SkillHostOptions { MaxHttpHeaderKibibytes = 1 };
        KeyValuePair<string, string>[] fits = [new("X-A", new string('a', 505)), new("X-B", new string('b', 505))];
        KeyValuePair<string, string>[] over = [new("X-A", new string('a', 505)), new("X-B", new string('b', 506))];

        Assert.That(First("GET", null, options, fits).Headers, Is.EqualTo(fits));
        Assert.That(
            () => First("GET", null, options, over),
            Throws.InstanceOf<GuestHttpException>().With.Message.EqualTo("header 'X-B' cannot be sent"));
    }

    [Test]
    public void First_ContentLength_IsThatOfTheBody() =>
        Assert.That(First(headers: [new("content-LENGTH", "7")]).Headers, Is.Empty);

    [TestCase(32, true)]
    [TestCase(33, false)]
    public void First_MethodsLength_IsBounded(int length, bool isTaken)
    {
        string method = new string('A', length - 2) + "-_";

        Assert.That(
            () => First(method).Method, isTaken
                ? Is.EqualTo(method)
                : Throws.InstanceOf<GuestHttpException>()
                    .With.Property("Error")
                    .EqualTo(GuestHttpError.MethodInvalid));
    }

    [Test]
    public void First_BodyOfAsManyBytesAsMayBe_IsTaken()
    {
        var options = new SkillHostOptions { MaxHttpRequestBytes = 3 };

        Assert.That(First("POST", new byte[3], options).Body?.Length, Is.EqualTo(3));
        Assert.That(
            () => First("POST", new byte[4], options),
            Throws.InstanceOf<GuestHttpException>().With.Property("Error").EqualTo(GuestHttpError.RequestTooLarge));
    }

    [TestCase(300, false)]
    [TestCase(301, true)]
    [TestCase(302, true)]
    [TestCase(303, true)]
    [TestCase(304, false)]
    [TestCase(307, true)]
    [TestCase(308, true)]
    [TestCase(201, false)]
    public void IsRedirect_Status_WithALocationOnly(int status, bool expected)
    {
        using HttpResponseMessage with = Answer(status, "/end");
        using var without = new HttpResponseMessage((HttpStatusCode)status);

        Assert.That(HttpHop.IsRedirect(with), Is.EqualTo(expected));
        Assert.That(HttpHop.IsRedirect(without), Is.False);
    }

    [TestCase(301, "POST", "GET")]
    [TestCase(301, "PUT", "PUT")]
    [TestCase(302, "POST", "GET")]
    [TestCase(302, "DELETE", "DELETE")]
    [TestCase(303, "PUT", "GET")]
    [TestCase(303, "HEAD", "HEAD")]
    [TestCase(307, "POST", "POST")]
    [TestCase(308, "POST", "POST")]
    public void Redirected_Method_IsWhatTheStatusSays(int status, string method, string expected)
    {
        using HttpResponseMessage answer = Answer(status, "/end");
        KeyValuePair<string, string>[] headers = [new("Content-Type", "text/plain"), new("X-A", "a")];

        HttpHop next = First(method, "body"u8.ToArray(), null, headers).Redirected(answer);

        bool keepsBody = method == expected;
        Assert.That((next.Method, next.Uri), Is.EqualTo((expected, new Uri("https://a.example/end"))));
        Assert.That(next.Body?.Length, Is.EqualTo(keepsBody ? 4 : null as int?));
        Assert.That(
            next.Headers.Select(header => header.Key),
            Is.EqualTo(keepsBody ? new[] { "Content-Type", "X-A" } : ["X-A"]));
    }

    [TestCase("https://b.example/")]
    [TestCase("http://a.example/")]
    [TestCase("https://a.example:444/")]
    public void Redirected_ToAnotherOrigin_KeepsOnlyHarmlessHeaders(string location)
    {
        using HttpResponseMessage answer = Answer(307, location);
        string[] harmless = ["accept", "Accept-Language", "Content-Language", "Content-Type", "USER-agent"];

        HttpHop next = First(
            "POST",
            null,
            null,
            [.. harmless.Append("Authorization").Append("X-Key").Select(name => KeyValuePair.Create(name, "x"))])
            .Redirected(answer);

        Assert.That(next.Headers.Select(header => header.Key), Is.EqualTo(harmless));
    }

    [Test]
    public void ToMessage_HeadersOfTheContent_GoWithTheBody()
    {
        using HttpRequestMessage message = First(
            "POST", "body"u8.ToArray(), null, new("Content-Type", "text/x"), new("X-A", "a")).ToMessage();

        Assert.That(message.Content?.Headers.NonValidated["Content-Type"].ToString(), Is.EqualTo("text/x"));
        Assert.That(message.Headers.NonValidated["X-A"].ToString(), Is.EqualTo("a"));
        Assert.That(message.Headers.UserAgent.ToString(), Is.EqualTo("Boternity.Skills"));
        Assert.That(
            (message.Version, message.VersionPolicy),
            Is.EqualTo((HttpVersion.Version11, HttpVersionPolicy.RequestVersionOrLower)));
    }

    [Test]
    public void ToMessage_OwnUserAgent_IsSentAlone()
    {
        using HttpRequestMessage message = First(headers: [new("user-agent", "mine (x")]).ToMessage();

        Assert.That(message.Headers.NonValidated["User-Agent"].ToString(), Is.EqualTo("mine (x"));
        Assert.That(message.Content, Is.Null);
    }

    private static HttpHop First(
        string method = "GET",
        byte[]? body = null,
        SkillHostOptions? options = null,
        params KeyValuePair<string, string>[] headers) =>
        HttpHop.First(
            new GuestHttpRequest
            {
                Method = method,
                Url = Start.AbsoluteUri,
                Headers = headers,
                Body = body is null ? null as ReadOnlyMemory<byte>? : body,
            },
            options ?? new SkillHostOptions(),
            Start);

    private static HttpResponseMessage Answer(int status, string location) => new((HttpStatusCode)status)
    {
        Headers = { Location = new Uri(location, UriKind.RelativeOrAbsolute) },
    };
}

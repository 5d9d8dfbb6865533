using Boternity.Skills.Capabilities.Http;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Grants;
using Boternity.Skills.Wasm.Guests;
using Microsoft.AspNetCore.Http;

namespace Boternity.Skills.Tests.Capabilities.Http;

/// <summary>Each redirect is a request of its own to the policy.</summary>
internal sealed class HttpRedirectTests
{
    private const string DeniedGet = "capability denied: http_get not granted for skill 'x'";

    [TestCase(301)]
    [TestCase(302)]
    [TestCase(303)]
    [TestCase(307)]
    [TestCase(308)]
    public async Task Redirect_WithinTheGrant_IsFollowed(int status)
    {
        await using WebServer server = await StartAsync(status, "/end?x=1");
        using var host = new TestHost();
        using SkillHostSession session = host.Open(server.Grant("127.0.0.1", "GET"));

        Assert.That((await session.HttpGetAsync(server.Url("127.0.0.1", "/start"))).Text, Is.EqualTo("the end"));
        Assert.That(server.Seen.Select(seen => seen.Path), Is.EqualTo(new[] { "/start", "/end?x=1" }));
    }

    [TestCase("http://other.example:{0}/end")]
    [TestCase("//other.example:{0}/end")]
    [TestCase("http://127.0.0.1:{0}/end")]
    [TestCase("http://[::ffff:7f00:1]:{0}/end")]
    [TestCase("http://a.example.evil.example:{0}/end")]
    [TestCase("http://169.254.169.254/latest/meta-data/")]
    public async Task Redirect_OutOfTheGrant_IsDenied(string target)
    {
        await using WebServer server = await WebServer.StartAsync(context => RedirectAsync(context, 302, target));
        using var host = new TestHost();
        foreach (string name in new[] { "a.example", "other.example", "a.example.evil.example" })
        {
            host.Resolve(name, ["127.0.0.1"]);
        }

        using SkillHostSession session = host.Open(server.Grant("a.example", "GET"));

        Assert.That((await session.HttpGetAsync(server.Url("a.example", "/start"))).Text, Is.EqualTo(DeniedGet));
        Assert.That(server.Seen, Has.Count.EqualTo(1));
        Assert.That(session.CapabilityUses.Sum(use => use.Denied), Is.EqualTo(1));
    }

    [Test]
    public async Task Redirect_ToAGrantedNameThatIsLoopback_IsDenied()
    {
        await using WebServer server = await StartAsync(302, "http://inner.example:{0}/end");
        using var host = new TestHost();
        host.Resolve("outer.example", ["127.0.0.1"]);
        host.Resolve("inner.example", ["127.0.0.1"]);
        using SkillHostSession session = host.Open(new SkillGrants
        {
            Http =
            [
                server.GrantFor("outer.example", "GET"),
                server.GrantFor("inner.example", "GET") with { AllowLoopback = false },
            ],
        });

        Assert.That((await session.HttpGetAsync(server.Url("outer.example", "/start"))).Text, Is.EqualTo(DeniedGet));
        Assert.That(server.Seen.Select(seen => seen.Path), Is.EqualTo(new[] { "/start" }));
    }

    [Test]
    public async Task Redirect_ToAnotherHost_CarriesNoCredentials()
    {
        await using WebServer server = await StartAsync(302, "http://b.example:{0}/end");
        using var host = new TestHost();
        host.Resolve("a.example", ["127.0.0.1"]);
        host.Resolve("b.example", ["127.0.0.1"]);
        using SkillHostSession session = host.Open(server.Grant("*.example", "GET"));

        using GrantedHttpResponse response = await session.Http.SendAsync(
            Request(server, "a.example"), CancellationToken.None);

        Assert.That(response.Status, Is.EqualTo(200));
        Assert.That(
            server.Seen.First().Headers.Keys,
            Is.SupersetOf(new[] { "Authorization", "Cookie", "X-Api-Key", "Accept" }));
        Assert.That(server.Seen.Last().Host, Is.EqualTo("b.example"));
        Assert.That(
            server.Seen.Last().Headers.Keys,
            Is.EquivalentTo(new[] { "Accept", "Accept-Encoding", "Host", "User-Agent" }));
    }

    [Test]
    public async Task Redirect_WithinTheOrigin_KeepsHeaders()
    {
        await using WebServer server = await StartAsync(307, "/end");
        using var host = new TestHost();
        host.Resolve("a.example", ["127.0.0.1"]);
        using SkillHostSession session = host.Open(server.Grant("a.example", "GET"));

        using GrantedHttpResponse response = await session.Http.SendAsync(
            Request(server, "a.example"), CancellationToken.None);

        Assert.That(server.Seen.Last().Headers["Authorization"], Is.EqualTo("Bearer 1"));
    }

    [TestCase(301, "GET", "")]
    [TestCase(302, "GET", "")]
    [TestCase(303, "GET", "")]
    [TestCase(307, "POST", "body")]
    [TestCase(308, "POST", "body")]
    public async Task Redirect_OfAPost_BecomesWhatTheStatusSays(int status, string method, string body)
    {
        await using WebServer server = await StartAsync(status, "/end");
        using var host = new TestHost();
        using SkillHostSession both = host.Open(server.Grant("127.0.0.1", "GET", "POST"));
        using SkillHostSession one = host.Open(server.Grant("127.0.0.1", "POST"));

        Assert.That((await both.HttpPostAsync(server.Url("127.0.0.1", "/start"), "body")).Text, Is.EqualTo("the end"));
        Assert.That((server.Seen.Last().Method, server.Seen.Last().Body), Is.EqualTo((method, body)));
        Assert.That(
            (await one.HttpPostAsync(server.Url("127.0.0.1", "/start"), "body")).Text,
            Is.EqualTo(method == "GET" ? DeniedGet : "the end"));
    }

    [Test]
    public async Task Redirect_InCircles_EndsAtTheLimit()
    {
        await using WebServer server = await WebServer.StartAsync(context => RedirectAsync(context, 302, "/again"));
        using var host = new TestHost(options => options.MaxHttpRedirects = 3);
        using SkillHostSession session = host.Open(server.Grant("127.0.0.1", "GET"));

        Assert.That(
            (await session.HttpGetAsync(server.Url("127.0.0.1"))).Text,
            Is.EqualTo("http_get failed: more than 3 redirects"));
        Assert.That(server.Seen, Has.Count.EqualTo(4));
    }

    [TestCase("file:///etc/passwd")]
    [TestCase("gopher://127.0.0.1/")]
    [TestCase("http://user:password@127.0.0.1/")]
    [TestCase("http:///")]
    [TestCase("https://xn--%C3%BC.example/")]
    public async Task Redirect_ToWhatIsNoUsableUrl_IsRefused(string target)
    {
        await using WebServer server = await WebServer.StartAsync(context => RedirectAsync(context, 302, target));
        using var host = new TestHost();
        using SkillHostSession session = host.Open(server.Grant("127.0.0.1", "GET"));

        Assert.That(
            (await session.HttpGetAsync(server.Url("127.0.0.1"))).Text,
            Does.StartWith("http_get failed: the answer redirects to what is not"));
    }

    [Test]
    public async Task Redirect_NotToBeFollowed_IsTheAnswer()
    {
        await using WebServer server = await StartAsync(302, "/end");
        using var host = new TestHost();
        host.Resolve("a.example", ["127.0.0.1"]);
        using SkillHostSession session = host.Open(server.Grant("a.example", "GET"));

        using GrantedHttpResponse response = await session.Http.SendAsync(
            Request(server, "a.example") with { MaxRedirects = 0 }, CancellationToken.None);

        Assert.That(response.Status, Is.EqualTo(302));
        Assert.That(
            response.Headers,
            Has.Some.Matches<KeyValuePair<string, string>>(header => header is { Key: "location", Value: "/end" }));
    }

    private static GuestHttpRequest Request(WebServer server, string host) => new()
    {
        Method = "GET",
        Url = server.Url(host, "/start"),
        MaxRedirects = 5,
        Headers =
        [
            new("Authorization", "Bearer 1"),
            new("Cookie", "a=b"),
            new("X-Api-Key", "k"),
            new("Accept", "text/plain"),
        ],
    };

    private static Task<WebServer> StartAsync(int status, string target) => WebServer.StartAsync(context =>
        context.Request.Path == "/start"
            ? RedirectAsync(context, status, target)
            : context.Response.WriteAsync("the end"));

    private static Task RedirectAsync(HttpContext context, int status, string target)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = target.Replace(
            "{0}", $"{context.Connection.LocalPort}", StringComparison.Ordinal);
        return Task.CompletedTask;
    }
}

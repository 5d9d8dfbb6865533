using System.Diagnostics;
using Boternity.Skills.Capabilities;
using Boternity.Skills.Capabilities.Http;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Grants;
using Boternity.Skills.Wasm.Guests;
using Microsoft.AspNetCore.Http;

namespace Boternity.Skills.Tests.Capabilities.Http;

/// <summary>
/// What is let through and what is not; limits are in <see cref="HttpLimitTests"/>, redirects in
/// <see cref="HttpRedirectTests"/>.
/// </summary>
internal sealed class GrantedHttpTests
{
    private const string DeniedGet = "capability denied: http_get not granted for skill 'x'";
    private const string DeniedPost = "capability denied: http_post not granted for skill 'x'";

    [Test]
    public async Task Get_NothingGranted_IsDeniedInTheContractsWords()
    {
        await using WebServer server = await WebServer.StartAsync(context => context.Response.WriteAsync("hello"));
        using var host = new TestHost();
        using SkillHostSession session = host.Open(SkillGrants.None);

        SkillHostResult result = await session.HttpGetAsync(server.Url("127.0.0.1", "/secret?token=1"));

        Assert.That(result, Is.EqualTo(SkillHostResult.Fail(DeniedGet)));
        Assert.That(server.Seen, Is.Empty);
        Assert.That(session.CapabilityUses, Is.EqualTo(new[]
        {
            new SkillCapabilityUse
            {
                Capability = SkillCapability.HttpGet,
                Scope = $"http://127.0.0.1:{server.Port}",
                Denied = 1,
                DenialReason = SkillDenialReason.NotGranted,
            },
        }));
    }

    [Test]
    public async Task Get_Granted_GivesTheBodyAndCountsTheUse()
    {
        await using WebServer server = await WebServer.StartAsync(context => context.Response.WriteAsync("grüße"));
        using var host = new TestHost();
        host.Resolve("api.example.com", ["127.0.0.1"]);
        using SkillHostSession session = host.Open(server.Grant("api.example.com", "GET"));

        SkillHostResult result = await session.HttpGetAsync(server.Url("API.example.com", "/a?b=c"));

        Assert.That(result, Is.EqualTo(SkillHostResult.Ok("grüße")));
        Assert.That(server.Seen.Single().Path, Is.EqualTo("/a?b=c"));
        Assert.That(session.CapabilityUses.Single(), Is.EqualTo(
            new SkillCapabilityUse
            {
                Capability = SkillCapability.HttpGet,
                Scope = $"http://api.example.com:{server.Port}",
                Allowed = 1,
            }));
    }

    [Test]
    public async Task Post_Granted_SendsTheBody()
    {
        await using WebServer server = await WebServer.StartAsync(context => context.Response.WriteAsync("done"));
        using var host = new TestHost();
        using SkillHostSession session = host.Open(server.Grant("127.0.0.1", "POST"));

        SkillHostResult json = await session.HttpPostAsync(server.Url("127.0.0.1"), """ {"a":"ä"}""");
        SkillHostResult text = await session.HttpPostAsync(server.Url("127.0.0.1"), "words");

        Assert.That((json.Text, text.Text), Is.EqualTo(("done", "done")));
        Assert.That(server.Seen.Select(seen => (seen.Method, seen.Body, seen.Headers["Content-Type"])), Is.EqualTo(new[]
        {
            ("POST", """ {"a":"ä"}""", "application/json"),
            ("POST", "words", "text/plain; charset=utf-8"),
        }));
    }

    [TestCase("GET", "POST", DeniedPost)]
    [TestCase("POST", "GET", DeniedGet)]
    public async Task Request_OtherMethodGranted_IsDenied(string granted, string used, string expected)
    {
        await using WebServer server = await WebServer.StartAsync(context => context.Response.WriteAsync("hello"));
        using var host = new TestHost();
        using SkillHostSession session = host.Open(server.Grant("127.0.0.1", granted));

        SkillHostResult result = used == "GET"
            ? await session.HttpGetAsync(server.Url("127.0.0.1"))
            : await session.HttpPostAsync(server.Url("127.0.0.1"), "");

        Assert.That(result, Is.EqualTo(SkillHostResult.Fail(expected)));
        Assert.That(server.Seen, Is.Empty);
    }

    [Test]
    public async Task Get_HttpNotAllowed_IsDenied()
    {
        await using WebServer server = await WebServer.StartAsync(context => context.Response.WriteAsync("hello"));
        using var host = new TestHost();
        using SkillHostSession session = host.Open(
            new SkillGrants { Http = [server.GrantFor("127.0.0.1", "GET") with { AllowHttp = false }] });

        Assert.That((await session.HttpGetAsync(server.Url("127.0.0.1"))).Text, Is.EqualTo(DeniedGet));
        Assert.That(server.Seen, Is.Empty);
    }

    [TestCase("localhost")]
    [TestCase("127.0.0.1")]
    [TestCase("2130706433")]
    [TestCase("0x7f.1")]
    [TestCase("[::ffff:127.0.0.1]")]
    [TestCase("evil.example")]
    public async Task Get_HostThatIsLoopback_IsDeniedUnlessTheGrantSaysSo(string name)
    {
        await using WebServer server = await WebServer.StartAsync(context => context.Response.WriteAsync("hello"));
        using var host = new TestHost();
        host.Resolve("evil.example", ["127.0.0.1"]);
        host.Resolve("localhost", ["127.0.0.1"]);
        SkillHttpGrant grant = server.GrantFor(name, "GET");
        using SkillHostSession without = host.Open(new SkillGrants { Http = [grant with { AllowLoopback = false }] });
        using SkillHostSession with = host.Open(new SkillGrants { Http = [grant] });

        SkillHostResult denied = await without.HttpGetAsync(server.Url(name));
        SkillHostResult allowed = await with.HttpGetAsync(server.Url(name));

        Assert.That(denied, Is.EqualTo(SkillHostResult.Fail(DeniedGet)));
        Assert.That(allowed, Is.EqualTo(SkillHostResult.Ok("hello")));
        Assert.That(without.CapabilityUses.Single(use => use.Denied == 1).Scope, Does.EndWith(" (address)"));
        Assert.That(host.Log, Has.Some.Contains("loopback"));
    }

    [Test]
    public async Task Get_ConnectionKeptOpenUnderAnotherGrant_IsNotBorrowed()
    {
        await using WebServer server = await WebServer.StartAsync(context => context.Response.WriteAsync("hello"));
        using var host = new TestHost();
        host.Resolve("a.example", ["127.0.0.1"]);
        using SkillHostSession with = host.Open(server.Grant("a.example", "GET"));
        using SkillHostSession without = host.Open(
            new SkillGrants { Http = [server.GrantFor("a.example", "GET") with { AllowLoopback = false }] });

        Assert.That((await with.HttpGetAsync(server.Url("a.example"))).Text, Is.EqualTo("hello"));
        Assert.That((await without.HttpGetAsync(server.Url("a.example"))).Text, Is.EqualTo(DeniedGet));
    }

    [Test]
    public async Task Get_NameThatRebinds_ConnectsToTheAddressThatWasChecked()
    {
        await using WebServer server = await WebServer.StartAsync(context => context.Response.WriteAsync("hello"));
        using var host = new TestHost();
        host.Resolve("first-allowed.example", ["127.0.0.1"], ["169.254.169.254"]);
        host.Resolve("first-denied.example", ["169.254.169.254"], ["127.0.0.1"]);
        using SkillHostSession session = host.Open(server.Grant("*.example", "GET"));

        Assert.That((await session.HttpGetAsync(server.Url("first-allowed.example"))).Text, Is.EqualTo("hello"));
        Assert.That(
            host.Resolved.Count(name => name == "first-allowed.example"),
            Is.EqualTo(1),
            "the name was resolved again after the check");
        Assert.That((await session.HttpGetAsync(server.Url("first-denied.example"))).Text, Is.EqualTo(DeniedGet));
        Assert.That(server.Seen, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Get_SomeAddressesForbidden_OnlyTheOthersAreTried()
    {
        await using WebServer server = await WebServer.StartAsync(context => context.Response.WriteAsync("hello"));
        using var host = new TestHost();
        host.Resolve("mixed.example", ["169.254.169.254", "10.0.0.1", "127.0.0.1"]);
        using SkillHostSession session = host.Open(server.Grant("mixed.example", "GET"));

        Assert.That((await session.HttpGetAsync(server.Url("mixed.example"))).Text, Is.EqualTo("hello"));
    }

    [TestCase("http://user:password@127.0.0.1/")]
    [TestCase("file:///etc/passwd")]
    [TestCase("ftp://127.0.0.1/")]
    [TestCase("//127.0.0.1/")]
    [TestCase("/relative")]
    [TestCase("http://")]
    [TestCase("")]
    [TestCase("http://a b/")]
    [TestCase("javascript:alert(1)")]
    [TestCase("https://xn--\u00fc.example/")]
    public async Task Get_WhatIsNoUsableUrl_IsRefused(string url)
    {
        using var host = new TestHost();
        using SkillHostSession granted = host.Open(
            new SkillGrants
            {
                Http = [new SkillHttpGrant { Host = "*", Methods = ["GET"], AllowHttp = true, AllowLoopback = true }],
            });
        using SkillHostSession none = host.Open(SkillGrants.None);

        Assert.That((await granted.HttpGetAsync(url)).Text, Does.StartWith("http_get failed: the URL is not"));
        Assert.That((await none.HttpGetAsync(url)).Text, Is.EqualTo(DeniedGet));
        Assert.That(none.CapabilityUses.Single(), Is.EqualTo(new SkillCapabilityUse
        {
            Capability = SkillCapability.HttpGet,
            Scope = "(unreadable URL)",
            Denied = 1,
            DenialReason = SkillDenialReason.UrlInvalid,
        }));
    }

    [Test]
    public async Task Get_ErrorStatus_IsAnErrorWithTheBodysBeginning()
    {
        await using WebServer server = await WebServer.StartAsync(context =>
        {
            context.Response.StatusCode = 404;
            return context.Response.WriteAsync("no such thing");
        });
        using var host = new TestHost();
        using SkillHostSession session = host.Open(server.Grant("127.0.0.1", "GET"));

        Assert.That(
            await session.HttpGetAsync(server.Url("127.0.0.1")),
            Is.EqualTo(SkillHostResult.Fail("http status 404: no such thing")));
    }

    [Test]
    public async Task Requests_OfOneHost_ShareNoCookiesAndCarryNoTraces()
    {
        await using WebServer server = await WebServer.StartAsync(context =>
        {
            context.Response.Cookies.Append("session", "1");
            return context.Response.WriteAsync("hello");
        });
        using var host = new TestHost();
        using SkillHostSession session = host.Open(server.Grant("127.0.0.1", "GET"));
        using Activity activity = new Activity("run").SetIdFormat(ActivityIdFormat.W3C).Start();

        await session.HttpGetAsync(server.Url("127.0.0.1"));
        await session.HttpGetAsync(server.Url("127.0.0.1"));

        foreach (WebServer.SeenRequest seen in server.Seen)
        {
            Assert.That(seen.Headers.Keys, Is.EquivalentTo(new[] { "Accept-Encoding", "Host", "User-Agent" }));
        }
    }

    [Test]
    public void Handler_Always_HasNothingOfItsOwn()
    {
        using SocketsHttpHandler handler = CheckedConnector.CreateHandler(
            AddressScope.Public,
            new SystemHostResolver(),
            new SkillHostOptions(),
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);

        Assert.That(
            (handler.UseProxy,
                handler.UseCookies,
                handler.AllowAutoRedirect,
                handler.PreAuthenticate,
                handler.Credentials),
            Is.EqualTo((false, false, false, false, (System.Net.ICredentials?)null)));
    }

    [Test]
    public async Task Get_UntrustedCertificate_IsRefused()
    {
        using System.Security.Cryptography.X509Certificates.X509Certificate2 certificate =
            TestCertificate.Create("a.example");
        await using WebServer server = await WebServer.StartAsync(
            context => context.Response.WriteAsync("hello"),
            listen => Microsoft.AspNetCore.Hosting.ListenOptionsHttpsExtensions.UseHttps(listen, certificate));
        using var host = new TestHost();
        host.Resolve("a.example", ["127.0.0.1"]);
        using SkillHostSession session = host.Open(server.Grant("a.example", "GET"));

        SkillHostResult result = await session.HttpGetAsync(server.Url("a.example", scheme: "https"));

        Assert.That(result.Text, Is.EqualTo("http_get failed: the host's certificate or TLS is not acceptable"));
    }

    [Test]
    public async Task Get_NobodyThere_SaysSoWithoutAddresses()
    {
        int port;
        await using (WebServer server = await WebServer.StartAsync(_ => Task.CompletedTask))
        {
            port = server.Port;
        }

        using var host = new TestHost();
        host.Resolve("gone.example", ["127.0.0.1"]);
        using SkillHostSession session = host.Open(new SkillGrants
        {
            Http =
            [
                new SkillHttpGrant
                {
                    Host = "gone.example",
                    Port = port,
                    Methods = ["GET"],
                    AllowHttp = true,
                    AllowLoopback = true,
                },
            ],
        });

        Assert.That(
            (await session.HttpGetAsync($"http://gone.example:{port}/")).Text,
            Is.EqualTo("http_get failed: the host refuses the connection"));
    }

    [Test]
    public async Task Get_ViolationEndsRuns_ThrowsAndIsRemembered()
    {
        using var host = new TestHost(options => options.OnViolation = SkillViolationMode.Terminate);
        using SkillHostSession session = host.Open(SkillGrants.None);

        SkillCapabilityDeniedException? thrown = await Assert.ThrowsAsync<SkillCapabilityDeniedException>(
            async () => await session.HttpGetAsync("https://example.com/"));

        Assert.That((thrown!.Capability, thrown.Message), Is.EqualTo((SkillCapability.HttpGet, DeniedGet)));
        Assert.That(session.Violation, Is.SameAs(thrown));
    }
}

using System.Diagnostics;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Execution;
using Boternity.Skills.Grants;
using Microsoft.AspNetCore.Http;

namespace Boternity.Skills.Conformance.Tests;

/// <summary>
/// wasi:http against a real server, wasi:sockets, and waiting; by components built against the oldest 0.2 and
/// the newest.
/// </summary>
[TestFixture(Engines.Managed)]
[TestFixture(Engines.Wasmtime)]
internal sealed class WasiNetworkTests(string engine) : EngineTests(engine)
{
    // wasi:http/types.error-code
    private const string RequestDenied = "answer: code 15";
    private const string ConnectionRefused = "answer: code 6";
    private const string ResponseTimeout = "answer: code 33";

    private static readonly string[] Probes = ["probe-0.2.0.wasm", "probe-0.2.12.wasm"];

    [TestCaseSource(nameof(Probes))]
    public async Task Fetch_Granted_GivesTheAnswer(string probe)
    {
        await using WebServer server = await WebServer.StartAsync(context =>
        {
            context.Response.StatusCode = 203;
            return context.Response.WriteAsync("grüße");
        });
        using var host = new TestHost();
        host.Resolve("api.example.com", ["127.0.0.1"]);
        using SkillHostSession session = host.Open(server.Grant("api.example.com", "GET"));

        FixtureRun result = await Engines.RunAsync(
            Engine, probe, $"fetch http api.example.com:{server.Port} /a?b=c", session);

        Assert.That(result.Output, Does.Contain("203").And.Contain("grüße"));
        WebServer.SeenRequest seen = server.Seen.Single();
        Assert.That(
            (seen.Method, seen.Host, seen.Path, seen.Headers["x-probe"], seen.Body),
            Is.EqualTo(("GET", "api.example.com", "/a?b=c", "yes", "")));
        Assert.That(session.CapabilityUses.Single(), Is.EqualTo(
            new SkillCapabilityUse
            {
                Capability = SkillCapability.HttpGet,
                Scope = $"http://api.example.com:{server.Port}",
                Allowed = 1,
            }));
    }

    [TestCaseSource(nameof(Probes))]
    public async Task Fetch_WithABody_PostsIt(string probe)
    {
        await using WebServer server = await WebServer.StartAsync(context => context.Response.WriteAsync("done"));
        using var host = new TestHost();
        using SkillHostSession session = host.Open(server.Grant("127.0.0.1", "POST"));

        FixtureRun result = await Engines.RunAsync(
            Engine, probe, $"fetch http 127.0.0.1:{server.Port} /\nthe body", session);

        Assert.That(result.Output, Does.Contain("done"));
        Assert.That((server.Seen.Single().Method, server.Seen.Single().Body), Is.EqualTo(("POST", "the body")));
    }

    [TestCaseSource(nameof(Probes))]
    public async Task Fetch_NotGranted_IsDeniedAndNotSent(string probe)
    {
        await using WebServer server = await WebServer.StartAsync(context => context.Response.WriteAsync("hello"));
        using var host = new TestHost();
        host.Resolve("api.example.com", ["127.0.0.1"]);
        SkillGrants otherMethod = server.Grant("127.0.0.1", "POST");
        SkillGrants noLoopback = new()
        {
            Http = [server.GrantFor("api.example.com", "GET") with { AllowLoopback = false }],
        };

        Assert.That(
            await FailAsync(host, probe, $"fetch http 127.0.0.1:{server.Port} /", SkillGrants.None),
            Is.EqualTo(RequestDenied));
        Assert.That(
            await FailAsync(host, probe, $"fetch http 127.0.0.1:{server.Port} /", otherMethod),
            Is.EqualTo(RequestDenied));
        Assert.That(
            await FailAsync(host, probe, $"fetch http api.example.com:{server.Port} /", noLoopback),
            Is.EqualTo(RequestDenied));
        Assert.That(server.Seen, Is.Empty);
    }

    [Test]
    public async Task Fetch_NobodyListensOrAnswers_IsAnErrorOfItsOwn()
    {
        await using WebServer server = await WebServer.StartAsync(
            context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var host = new TestHost(options => options.HttpTimeout = TimeSpan.FromMilliseconds(200));
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        int port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        SkillGrants refused = new() { Http = [server.GrantFor("127.0.0.1", "GET") with { Port = port }] };

        Assert.That(
            await FailAsync(host, Probes[1], $"fetch http 127.0.0.1:{server.Port} /", server.Grant("127.0.0.1", "GET")),
            Is.EqualTo(ResponseTimeout));
        Assert.That(
            await FailAsync(host, Probes[1], $"fetch http 127.0.0.1:{port} /", refused), Is.EqualTo(ConnectionRefused));
    }

    [Test]
    public async Task Fetch_RunEnds_TheRequestEndsToo()
    {
        var aborted = new TaskCompletionSource();
        await using WebServer server = await WebServer.StartAsync(async context =>
        {
            context.RequestAborted.Register(aborted.SetResult);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var host = new TestHost();
        using SkillHostSession session = host.Open(server.Grant("127.0.0.1", "GET"));
        SkillLimits limits = SkillLimits.Untrusted with { Timeout = TimeSpan.FromMilliseconds(500) };

        SkillLimitExceededException limit = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            () => Engines.RunAsync(Engine, Probes[1], $"fetch http 127.0.0.1:{server.Port} /", session, limits)))!;

        Assert.That(limit.Kind, Is.EqualTo(SkillLimitKind.Time));
        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Test]
    public async Task Sockets_Any_AnswerAccessDenied(
        [ValueSource(nameof(Probes))] string probe, [Values("tcp 80", "udp", "resolve localhost")] string input)
    {
        using var host = new TestHost();

        Assert.That(await FailAsync(host, probe, input, SkillGrants.None), Does.EndWith(": code 1"));
    }

    [TestCaseSource(nameof(Probes))]
    public async Task Poll_OfNothing_Traps(string probe)
    {
        SkillTrapException trap =
            (await Assert.ThrowsAsync<SkillTrapException>(() => Engines.RunAsync(Engine, probe, "poll-nothing")))!;

        Assert.That(trap.Trap, Does.Contain("poll"));
    }

    [Test]
    public async Task Sleep_RunIsCancelled_EndsSoon()
    {
        using var cancellation = new CancellationTokenSource();
        Task<FixtureRun> run = Engines.RunAsync(
            Engine, Probes[1], "sleep 60000", limits: SkillLimits.Verified, cancellationToken: cancellation.Token);
        await Task.Delay(100);
        var watch = Stopwatch.StartNew();

        await cancellation.CancelAsync();

        SkillExecutionCanceledException cancelled =
            (await Assert.ThrowsAsync<SkillExecutionCanceledException>(() => run))!;
        Assert.That((cancelled.FuelConsumed, cancelled.PeakMemoryBytes), Is.GreaterThan((0L, 0L)));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public async Task Sleep_TimeIsOver_IsTheLimitOfTime()
    {
        SkillLimits limits = SkillLimits.Untrusted with { Timeout = TimeSpan.FromMilliseconds(200) };

        SkillLimitExceededException limit = (await Assert.ThrowsAsync<SkillLimitExceededException>(
            () => Engines.RunAsync(Engine, Probes[1], "sleep 60000", limits: limits)))!;

        Assert.That((limit.Kind, limit.Limit), Is.EqualTo((SkillLimitKind.Time, 200L)));
    }

    private async Task<string> FailAsync(TestHost host, string probe, string input, SkillGrants grants)
    {
        using SkillHostSession session = host.Open(grants);
        return (await Assert.ThrowsAsync<SkillFailedException>(
            () => Engines.RunAsync(Engine, probe, input, session)))!.Error;
    }
}

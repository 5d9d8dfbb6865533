using System.IO.Compression;
using Boternity.Skills.Capabilities;
using Boternity.Skills.Capabilities.Http;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Grants;
using Boternity.Skills.Wasm.Guests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boternity.Skills.Tests.Capabilities.Http;

/// <summary>What a server may do to a skill's host: no more than the limits say.</summary>
internal sealed class HttpLimitTests
{
    private const int Kibibyte = 1024;

    [TestCase(true)]
    [TestCase(false)]
    public async Task Body_OverTheLimit_StopsThere(bool saysItsLength)
    {
        long sent = 0;
        await using WebServer server = await WebServer.StartAsync(async context =>
        {
            context.Response.ContentLength = saysItsLength ? 1024 * 1024 * 1024 : null;
            byte[] block = new byte[64 * Kibibyte];
            for (int i = 0; i < 16 * 1024 && !context.RequestAborted.IsCancellationRequested; i++)
            {
                await context.Response.Body.WriteAsync(block, context.RequestAborted);
                Interlocked.Add(ref sent, block.Length);

                // What is written to a connection that is gone costs nothing and goes nowhere: leave the server time
                // to notice.
                await Task.Delay(1);
            }
        });
        using var host = new TestHost(options => options.MaxHttpResponseBytes = 100 * Kibibyte);
        using SkillHostSession session = host.Open(server.Grant("127.0.0.1", "GET"));

        SkillHostResult result = await session.HttpGetAsync(server.Url("127.0.0.1"));

        Assert.That(
            result, Is.EqualTo(SkillHostResult.Fail("http_get failed: the answer is larger than 102400 bytes")));
        Assert.That(Interlocked.Read(ref sent), Is.LessThan(256L * 1024 * Kibibyte), "the rest was read all the same");
    }

    [TestCase("gzip")]
    [TestCase("br")]
    [TestCase("deflate")]
    public async Task Body_ThatUnpacksToMore_StopsAtTheLimit(string encoding)
    {
        byte[] bomb = Pack(encoding, new byte[16 * 1024 * Kibibyte]);
        Assert.That(bomb, Has.Length.LessThan(200 * Kibibyte));
        await using WebServer server = await WebServer.StartAsync(context =>
        {
            context.Response.Headers.ContentEncoding = encoding;
            return context.Response.Body.WriteAsync(bomb).AsTask();
        });
        using var host = new TestHost(options => options.MaxHttpResponseBytes = 200 * Kibibyte);
        using SkillHostSession session = host.Open(server.Grant("127.0.0.1", "GET"));

        Assert.That(
            (await session.HttpGetAsync(server.Url("127.0.0.1"))).Text, Does.EndWith("larger than 204800 bytes"));
    }

    [Test]
    public async Task Body_ExactlyTheLimit_IsRead()
    {
        await using WebServer server = await WebServer.StartAsync(
            context => context.Response.WriteAsync(new string('a', Kibibyte)));
        using var host = new TestHost(options => options.MaxHttpResponseBytes = Kibibyte);
        using SkillHostSession session = host.Open(server.Grant("127.0.0.1", "GET"));

        Assert.That((await session.HttpGetAsync(server.Url("127.0.0.1"))).Text, Has.Length.EqualTo(Kibibyte));
    }

    [Test]
    public async Task Body_DamagedCompression_IsAnError()
    {
        await using WebServer server = await WebServer.StartAsync(context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            return context.Response.WriteAsync("this is not gzip");
        });
        using var host = new TestHost();
        using SkillHostSession session = host.Open(server.Grant("127.0.0.1", "GET"));

        Assert.That((await session.HttpGetAsync(server.Url("127.0.0.1"))).Text, Does.StartWith("http_get failed: "));
    }

    [Test]
    public async Task Body_ThatNeverEnds_IsOverWhenTheHostsTimeIs()
    {
        await using WebServer server = await WebServer.StartAsync(TrickleAsync);
        using var host = new TestHost(options => options.HttpTimeout = TimeSpan.FromMilliseconds(300));
        using SkillHostSession session = host.Open(server.Grant("127.0.0.1", "GET"));

        Assert.That(
            (await session.HttpGetAsync(server.Url("127.0.0.1"))).Text,
            Is.EqualTo("http_get failed: no answer in time"));
    }

    [Test]
    public async Task Headers_ThatNeverCome_AreOverWhenTheHostsTimeIs()
    {
        await using WebServer server = await WebServer.StartAsync(
            context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var host = new TestHost(options => options.HttpTimeout = TimeSpan.FromMilliseconds(300));
        using SkillHostSession session = host.Open(server.Grant("127.0.0.1", "GET"));

        Assert.That(
            (await session.HttpGetAsync(server.Url("127.0.0.1"))).Text,
            Is.EqualTo("http_get failed: no answer in time"));
    }

    [TestCase(300, 60_000)]
    [TestCase(60_000, 300)]
    [TestCase(null, 300)]
    public async Task Time_OfGuestAndHost_IsTheShorter(int? guest, int host)
    {
        await using WebServer server = await WebServer.StartAsync(
            context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var testHost = new TestHost(options => options.HttpTimeout = TimeSpan.FromMilliseconds(host));
        using SkillHostSession session = testHost.Open(server.Grant("127.0.0.1", "GET"));
        using var run = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var request = new GuestHttpRequest
        {
            Method = "GET",
            Url = server.Url("127.0.0.1"),
            Timeout = guest is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
        };

        Assert.That(
            async () => await session.Http.SendAsync(request, run.Token),
            Throws.InstanceOf<GuestHttpException>().With.Property("Error").EqualTo(GuestHttpError.TimedOut));
    }

    [TestCase("no URL")]
    [TestCase("http://127.0.0.1:1/")]
    public async Task Time_OfAFailedRequest_IsGivenBack(string url)
    {
        var time = new CountingTime();
        using var clients = new NoClients();
        var options = new SkillHostOptions();
        SkillContext context = TestHost.Context();
        var grants = new SkillGrants { Http = [new SkillHttpGrant { Host = "a.example", Methods = ["GET"] }] };
        var policy = new CapabilityPolicy(grants, context.Skill.Manifest);
        var meter = new CapabilityMeter(context, SkillViolationMode.Deny, new SecretRedactor(), NullLogger.Instance);
        var http = new GrantedHttp(policy, meter, options, clients, time);

        await Assert.ThrowsAsync<GuestHttpException>(
            () => http.SendAsync(new GuestHttpRequest { Method = "GET", Url = url }, CancellationToken.None));

        Assert.That((time.Created, time.Disposed), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Body_ThatNeverEnds_EndsWithTheRun()
    {
        await using WebServer server = await WebServer.StartAsync(TrickleAsync);
        using var host = new TestHost();
        using SkillHostSession session = host.Open(server.Grant("127.0.0.1", "GET"));
        using var run = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        Assert.That(
            async () => await session.HttpGetAsync(server.Url("127.0.0.1"), run.Token),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Headers_Flooding_AreRefused()
    {
        await using WebServer server = await WebServer.StartAsync(context =>
        {
            for (int i = 0; i < 1000; i++)
            {
                context.Response.Headers[$"X-Flood-{i}"] = new string('a', 100);
            }

            return context.Response.WriteAsync("hello");
        });
        using var host = new TestHost(options => options.MaxHttpHeaderKibibytes = 8);
        using SkillHostSession session = host.Open(server.Grant("127.0.0.1", "GET"));

        Assert.That(
            (await session.HttpGetAsync(server.Url("127.0.0.1"))).Text,
            Is.EqualTo("http_get failed: the answer's headers are too large"));
    }

    [Test]
    public async Task Requests_OverTheirNumber_AreRefused()
    {
        await using WebServer server = await WebServer.StartAsync(context => context.Response.WriteAsync("hello"));
        using var host = new TestHost(options => options.MaxHttpRequests = 2);
        using SkillHostSession session = host.Open(server.Grant("127.0.0.1", "GET"));

        List<string> texts = [];
        for (int i = 0; i < 3; i++)
        {
            texts.Add((await session.HttpGetAsync(server.Url("127.0.0.1"))).Text);
        }

        Assert.That(
            texts, Is.EqualTo(new[] { "hello", "hello", "http_get failed: more than 2 requests in one execution" }));
    }

    [Test]
    public async Task Request_BodyOverTheLimit_IsNotSent()
    {
        await using WebServer server = await WebServer.StartAsync(context => context.Response.WriteAsync("hello"));
        using var host = new TestHost(options => options.MaxHttpRequestBytes = 10);
        using SkillHostSession session = host.Open(server.Grant("127.0.0.1", "POST"));

        Assert.That(
            (await session.HttpPostAsync(server.Url("127.0.0.1"), "elf Zeichen")).Text,
            Is.EqualTo("http_post failed: the request's body is larger than 10 bytes"));
        Assert.That(server.Seen, Is.Empty);
    }

    [TestCase("Host", "evil.example")]
    [TestCase("Transfer-Encoding", "chunked")]
    [TestCase("Proxy-Authorization", "x")]
    [TestCase("X-A", "a\r\nX-B: b")]
    [TestCase("X-A", "a\nb")]
    [TestCase("X-A", "ü")]
    [TestCase("X A", "a")]
    [TestCase("", "a")]
    public async Task Header_ThatIsTheConnectionsOrForgesOthers_IsRefused(string name, string value)
    {
        await using WebServer server = await WebServer.StartAsync(context => context.Response.WriteAsync("hello"));
        using var host = new TestHost();
        using SkillHostSession session = host.Open(server.Grant("127.0.0.1", "GET"));
        var request = new GuestHttpRequest
        {
            Method = "GET",
            Url = server.Url("127.0.0.1"),
            Headers = [new(name, value)],
        };

        Assert.That(
            async () => await session.Http.SendAsync(request, CancellationToken.None),
            Throws.InstanceOf<GuestHttpException>().With.Property("Error").EqualTo(GuestHttpError.HeaderInvalid));
        Assert.That(server.Seen, Is.Empty);
    }

    [TestCase("CONNECT")]
    [TestCase("TRACE")]
    [TestCase("get")]
    [TestCase("GET /")]
    [TestCase("")]
    public async Task Method_ThatIsNoneForSkills_IsRefused(string method)
    {
        await using WebServer server = await WebServer.StartAsync(context => context.Response.WriteAsync("hello"));
        using var host = new TestHost();
        using SkillHostSession session = host.Open(server.Grant("127.0.0.1", "GET", "CONNECT", "TRACE"));

        Assert.That(
            async () =>
                await session.Http.SendAsync(
                    new GuestHttpRequest { Method = method, Url = server.Url("127.0.0.1") }, CancellationToken.None),
            Throws.InstanceOf<GuestHttpException>().With.Property("Error").EqualTo(GuestHttpError.MethodInvalid));
    }

    private static async Task TrickleAsync(HttpContext context)
    {
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.WriteAsync("drop", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(20, context.RequestAborted);
        }
    }

    private sealed class NoClients : IHttpClientFactory, IDisposable
    {
        private readonly HttpClient _client = new();

        public HttpClient CreateClient(string name) => _client;

        public void Dispose() => _client.Dispose();
    }

    private sealed class CountingTime : TimeProvider
    {
        public int Created { get; private set; }

        public int Disposed { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Created++;
            return new Counted(this, base.CreateTimer(callback, state, dueTime, period));
        }

        private sealed class Counted(CountingTime owner, ITimer timer) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

            public void Dispose()
            {
                owner.Disposed++;
                timer.Dispose();
            }

            public ValueTask DisposeAsync()
            {
                owner.Disposed++;
                return timer.DisposeAsync();
            }
        }
    }

    private static byte[] Pack(string encoding, byte[] content)
    {
        using var packed = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest),
            _ => new ZLibStream(packed, CompressionLevel.Fastest),
        })
        {
            stream.Write(content);
        }

        return packed.ToArray();
    }
}

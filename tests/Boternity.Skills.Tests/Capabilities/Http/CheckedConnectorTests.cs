using System.Net;
using System.Net.Sockets;
using Boternity.Skills.Capabilities;
using Boternity.Skills.Capabilities.Http;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Grants;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Boternity.Skills.Tests.Capabilities.Http;

/// <summary>
/// Which of a name's addresses is connected to; what is refused is in <see cref="GrantedHttpTests"/>.
/// </summary>
internal sealed class CheckedConnectorTests
{
    private const string DeniedGet = "capability denied: http_get not granted for skill 'x'";

    [Test]
    public async Task Connect_FirstAddressDoesNotAnswer_TriesTheNext()
    {
        await using WebServer server = await WebServer.StartAsync(context => context.Response.WriteAsync("hello"));
        using var host = new TestHost();
        host.Resolve("two.example", ["127.0.0.2", "127.0.0.1"]);
        using SkillHostSession session = host.Open(server.Grant("two.example", "GET"));

        Assert.That((await session.HttpGetAsync(server.Url("two.example"))).Text, Is.EqualTo("hello"));
    }

    [Test]
    public async Task Connect_NoAddressAnswers_IsTheLastOnesError()
    {
        await using WebServer server = await WebServer.StartAsync(context => context.Response.WriteAsync("hello"));
        using var host = new TestHost();
        host.Resolve("none.example", ["127.0.0.2", "127.0.0.3"]);
        using SkillHostSession session = host.Open(server.Grant("none.example", "GET"));

        Assert.That(
            (await session.HttpGetAsync(server.Url("none.example"))).Text,
            Is.EqualTo("http_get failed: the host refuses the connection"));
    }

    [Test]
    public async Task Connect_NameWithoutAddresses_IsNotResolved()
    {
        using var host = new TestHost();
        host.Resolve("empty.example", new string[][] { [] });
        using SkillHostSession session = host.Open(
            new SkillGrants { Http = [new SkillHttpGrant { Host = "*.example", Methods = ["GET"] }] });

        Assert.That(
            (await session.HttpGetAsync("https://empty.example/")).Text,
            Is.EqualTo("http_get failed: the host's name cannot be resolved"));
        Assert.That(session.CapabilityUses.Sum(use => use.Denied), Is.Zero);
    }

    [Test]
    public async Task Connect_ToARangeThatTheHostDenies_IsDeniedWhateverIsGranted()
    {
        await using WebServer server = await WebServer.StartAsync(context => context.Response.WriteAsync("hello"));
        using var host = new TestHost(options => options.DeniedNetworks.Add("127.0.0.0/24"));
        host.Resolve("mapped.example", ["::ffff:127.0.0.1"]);
        using SkillHostSession session = host.Open(new SkillGrants
        {
            Http = [server.GrantFor("127.0.0.1", "GET"), server.GrantFor("mapped.example", "GET")],
        });

        Assert.That((await session.HttpGetAsync(server.Url("127.0.0.1"))).Text, Is.EqualTo(DeniedGet));
        Assert.That((await session.HttpGetAsync(server.Url("mapped.example"))).Text, Is.EqualTo(DeniedGet));
        Assert.That(host.Log, Has.Some.Contains("denied by the host").And.Some.Contains("'mapped.example'"));
        Assert.That(server.Seen, Is.Empty);
    }

    [Test]
    public async Task Connect_Ipv6Address_IsJudgedAsThat()
    {
        using var host = new TestHost();
        host.Resolve("six.example", ["fc00::1"]);
        using SkillHostSession session = host.Open(
            new SkillGrants { Http = [new SkillHttpGrant { Host = "*.example", Methods = ["GET"] }] });

        Assert.That((await session.HttpGetAsync("https://six.example/")).Text, Is.EqualTo(DeniedGet));
        Assert.That(host.Log, Has.Some.Contains("Refused to connect to fc00::1 (unique local)"));
    }

    /// <summary>
    /// Nobody accepts what connects to 127.0.0.2, and its queue is full: Linux then answers no more than a host that is
    /// switched off.
    /// </summary>
    [Test]
    [Platform("Linux")]
    public async Task Connect_AddressThatNeverAnswers_LeavesTimeForTheNext()
    {
        await using WebServer server = await WebServer.StartAsync(context => context.Response.WriteAsync("hello"));
        var silent = new IPEndPoint(IPAddress.Parse("127.0.0.2"), server.Port);
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(silent);
        listener.Listen(0);
        using var first = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await first.ConnectAsync(silent);
        using var host = new TestHost(options => options.HttpTimeout = TimeSpan.FromSeconds(30));
        host.Resolve("two.example", ["127.0.0.2", "127.0.0.1"]);
        using SkillHostSession session = host.Open(server.Grant("two.example", "GET"));

        Assert.That((await session.HttpGetAsync(server.Url("two.example"))).Text, Is.EqualTo("hello"));
    }

    [Test]
    public async Task Connect_MappedAddress_IsTheIPv4()
    {
        await using WebServer server = await WebServer.StartAsync(context => context.Response.WriteAsync("hello"));
        using var host = new TestHost();
        host.Resolve("mapped.example", ["::ffff:127.0.0.1"]);
        using SkillHostSession session = host.Open(server.Grant("mapped.example", "GET"));

        Assert.That((await session.HttpGetAsync(server.Url("mapped.example"))).Text, Is.EqualTo("hello"));
    }

    [Test]
    public void CreateHandler_Limits_AreTheHostsAndNoConnectionIsKeptForEver()
    {
        using SocketsHttpHandler handler = CheckedConnector.CreateHandler(
            AddressScope.Public,
            new SystemHostResolver(),
            new SkillHostOptions { MaxHttpHeaderKibibytes = 7 },
            NullLogger.Instance);

        Assert.That(handler.MaxResponseHeadersLength, Is.EqualTo(7));
        Assert.That(handler.MaxResponseDrainSize, Is.Zero);
        Assert.That(handler.PooledConnectionLifetime, Is.EqualTo(TimeSpan.FromMinutes(2)));
        Assert.That(handler.AutomaticDecompression, Is.EqualTo(DecompressionMethods.All));
        Assert.That(handler.ActivityHeadersPropagator, Is.Null);
    }

    [Test]
    public async Task SystemHostResolver_Name_IsResolved() => Assert.That(
        await new SystemHostResolver().ResolveAsync("127.0.0.1", CancellationToken.None),
        Is.EqualTo(new[] { IPAddress.Loopback }));
}

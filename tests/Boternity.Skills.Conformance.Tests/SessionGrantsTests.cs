using Boternity.Skills.Capabilities;
using Boternity.Skills.Capabilities.Http;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Execution;
using Boternity.Skills.Grants;
using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Wasi.Http;
using Microsoft.AspNetCore.Http;

namespace Boternity.Skills.Conformance.Tests;

/// <summary>One grant opens the same door for a program's own host interface and for its WASI.</summary>
[TestFixture(Engines.Managed)]
[TestFixture(Engines.Wasmtime)]
internal sealed class SessionGrantsTests(string engine) : EngineTests(engine), IDisposable
{
    private const string WasiSkill = "c-skill-wasi.wasm";
    private const string Probe = "probe-0.2.12.wasm";
    private readonly TemporaryDirectory _temporary = new();
    private readonly TestHost _host = new();

    [SetUp]
    public void MakeFiles()
    {
        Directory.CreateDirectory(_temporary.PathOf("data", "sub"));
        File.WriteAllText(_temporary.PathOf("data", "a.txt"), "granted");
        File.WriteAllText(_temporary.PathOf("secret.txt"), "SECRET");
        File.CreateSymbolicLink(_temporary.PathOf("data", "link"), _temporary.PathOf("secret.txt"));
    }

    [Test]
    public async Task File_Granted_IsReadByWasiToo()
    {
        using SkillHostSession session = _host.Open(Files(SkillFileAccess.Read));

        FixtureRun result = await Engines.RunAsync(Engine, WasiSkill, "cat /data/a.txt", session);

        Assert.That(result.Output, Is.EqualTo("granted"));
        Assert.That(session.ReadFile("/data/a.txt").Text, Is.EqualTo("granted"));
        Assert.That(
            session.CapabilityUses.Select(use => (use.Capability, use.Scope)),
            Is.EqualTo(new[] { (SkillCapability.ReadFile, "/data") }));
    }

    [TestCase("cat /data/link")]
    [TestCase("cat /data/../secret.txt")]
    [TestCase("cat /secret.txt")]
    [TestCase("cat /etc/passwd")]
    public async Task File_OutsideTheGrant_IsReadByNobody(string input)
    {
        using SkillHostSession session = _host.Open(Files(SkillFileAccess.Read));

        SkillFailedException? failed = await Assert.ThrowsAsync<SkillFailedException>(
            () => Engines.RunAsync(Engine, WasiSkill, input, session));

        Assert.That(failed!.Error, Does.Not.Contain("SECRET").And.Not.Contain("root:"));
    }

    [Test]
    public async Task File_NothingGranted_IsReadByNobody()
    {
        using SkillHostSession session = _host.Open(SkillGrants.None);

        await Assert.ThrowsAsync<SkillFailedException>(
            () => Engines.RunAsync(Engine, WasiSkill, "cat /data/a.txt", session));
    }

    [Test]
    public async Task Directory_GrantedAndMissing_IsTheHostsError()
    {
        using SkillHostSession session = _host.Open(new SkillGrants
        {
            Directories =
            [
                new SkillDirectoryGrant
                {
                    GuestPath = "/data",
                    HostPath = _temporary.PathOf("missing"),
                    Access = SkillFileAccess.Read,
                },
            ],
        });

        SkillExecutionException? failed = await Assert.ThrowsAsync<SkillExecutionException>(
            () => Engines.RunAsync(Engine, WasiSkill, "cat /data/a.txt", session));

        Assert.That(failed!.Code, Is.EqualTo(SkillErrorCodes.ExecutionHostFailed));
    }

    [Test]
    public void Directory_ForWasi_MakesWritesRenamesAndRemoves()
    {
        using SkillHostSession session = _host.Open(Files(SkillFileAccess.ReadWrite));
        IGuestDirectory data = session.Files.OpenDirectories().Single().Directory;
        data.CreateDirectory("new");
        using (IGuestDirectory inner = data.OpenDirectory("./new/."))
        using (IGuestFile file = inner.OpenFile(
            "f", GuestOpenFlags.Read | GuestOpenFlags.Write | GuestOpenFlags.Create | GuestOpenFlags.Exclusive))
        {
            file.Write(2, "cd"u8);
            file.Write(0, "ab"u8);
            file.Sync();
            byte[] read = new byte[10];
            Assert.That(
                (file.Read(1, read), file.Length, file.CanRead, file.CanWrite), Is.EqualTo((3, 4L, true, true)));
            Assert.That(file.GetInfo().Node, Is.EqualTo(data.GetInfo("new/f").Node));
            inner.Rename("f", data, "sub/g");
        }

        data.Sync();
        data.RemoveDirectory("new");
        Assert.That(File.ReadAllText(_temporary.PathOf("data", "sub", "g")), Is.EqualTo("abcd"));
        data.RemoveFile("sub/g");
        Assert.That(data.List().Select(entry => (entry.Name, entry.Kind)), Is.EquivalentTo(new[]
        {
            ("a.txt", GuestFileKind.RegularFile),
            ("link", GuestFileKind.SymbolicLink),
            ("sub", GuestFileKind.Directory),
        }));
        Assert.That(data.GetInfo(".").Kind, Is.EqualTo(GuestFileKind.Directory));
    }

    [TestCase("/a.txt", GuestFileError.NotPermitted)]
    [TestCase("../secret.txt", GuestFileError.NotPermitted)]
    [TestCase("sub/../../secret.txt", GuestFileError.NotPermitted)]
    [TestCase("link", GuestFileError.Link)]
    [TestCase("none", GuestFileError.NotFound)]
    [TestCase("sub", GuestFileError.IsDirectory)]
    [TestCase("a.txt/x", GuestFileError.NotDirectory)]
    [TestCase("", GuestFileError.Invalid)]
    public void OpenFile_Refused_SaysWhy(string path, object error)
    {
        using SkillHostSession session = _host.Open(Files(SkillFileAccess.Read));
        IGuestDirectory data = session.Files.OpenDirectories().Single().Directory;

        Assert.That(
            () => data.OpenFile(path, GuestOpenFlags.Read),
            Throws.InstanceOf<GuestFileException>().With.Property("Error").EqualTo(error));
        Assert.That(
            () => data.OpenFile("a.txt", GuestOpenFlags.Write),
            Throws.InstanceOf<GuestFileException>().With.Property("Error").EqualTo(GuestFileError.ReadOnly));
    }

    [Test]
    public async Task Http_Granted_IsSentByWasiToo()
    {
        await using WebServer server = await WebServer.StartAsync(context => context.Response.WriteAsync("hello"));
        _host.Resolve("api.example.com", ["127.0.0.1"]);
        using SkillHostSession session = _host.Open(server.Grant("api.example.com", "GET", "POST"));

        FixtureRun result = await Engines.RunAsync(
            Engine, Probe, $"fetch http api.example.com:{server.Port} /a?b", session);
        await Engines.RunAsync(Engine, Probe, $"fetch http api.example.com:{server.Port} /\nbody", session);

        Assert.That(result.Output, Does.Contain("hello"));
        Assert.That(
            server.Seen.Select(seen => (seen.Method, seen.Path)), Is.EqualTo(new[] { ("GET", "/a?b"), ("POST", "/") }));
        Assert.That(
            session.CapabilityUses.Select(use => (use.Capability, use.Allowed)),
            Is.EqualTo(new[] { (SkillCapability.HttpGet, 1L), (SkillCapability.HttpPost, 1L) }));
    }

    [Test]
    public async Task Http_Redirect_IsNotFollowedForWasi()
    {
        await using WebServer server = await WebServer.StartAsync(context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        });
        using SkillHostSession session = _host.Open(server.Grant("127.0.0.1", "GET"));

        using GrantedHttpResponse response = await session.Http.SendAsync(
            new GuestHttpRequest { Method = "GET", Url = server.Url("127.0.0.1"), Headers = [] },
            CancellationToken.None);

        Assert.That((response.Status, server.Seen.Count), Is.EqualTo((302, 1)));
    }

    [Test]
    public async Task Http_NotGranted_IsDeniedToWasiToo()
    {
        await using WebServer server = await WebServer.StartAsync(context => context.Response.WriteAsync("hello"));
        using SkillHostSession session = _host.Open(SkillGrants.None);

        SkillFailedException? failed = await Assert.ThrowsAsync<SkillFailedException>(
            () => Engines.RunAsync(Engine, Probe, $"fetch http 127.0.0.1:{server.Port} /", session));

        Assert.That(failed!.Error, Does.Contain($"code {(int)WasiHttpErrorCode.RequestDenied}"));
        Assert.That(server.Seen, Is.Empty);
        Assert.That(session.CapabilityUses.Single(), Is.EqualTo(
            new SkillCapabilityUse
            {
                Capability = SkillCapability.HttpGet,
                Scope = $"http://127.0.0.1:{server.Port}",
                Denied = 1,
                DenialReason = SkillDenialReason.NotGranted,
            }));
    }

    [Test]
    public async Task Http_NotGrantedWhereItEndsRuns_EndsTheRun()
    {
        using var host = new TestHost(options => options.OnViolation = SkillViolationMode.Terminate);
        using SkillHostSession session = host.Open(SkillGrants.None);

        await Assert.ThrowsAsync<SkillCapabilityDeniedException>(
            () => Engines.RunAsync(Engine, Probe, "fetch https example.com /", session));

        Assert.That(session.Violation?.Capability, Is.EqualTo(SkillCapability.HttpGet));
    }

    public void Dispose()
    {
        _host.Dispose();
        _temporary.Dispose();
    }

    private SkillGrants Files(SkillFileAccess access) => new()
    {
        Directories =
        [
            new SkillDirectoryGrant { GuestPath = "/data", HostPath = _temporary.PathOf("data"), Access = access },
        ],
    };
}

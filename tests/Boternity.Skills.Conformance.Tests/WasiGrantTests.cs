using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Execution;
using Boternity.Skills.Grants;

namespace Boternity.Skills.Conformance.Tests;

/// <summary>
/// WASI opens the doors that were granted, through the policy that the skill's own host interface asks.
/// </summary>
[TestFixture(Engines.Managed)]
[TestFixture(Engines.Wasmtime)]
internal sealed class WasiGrantTests(string engine) : EngineTests(engine)
{
    private static readonly string[] Programs = ["command.wasm", "command-preview1.wasm"];

    private TemporaryDirectory _disk = null!;
    private TestHost _host = null!;

    [SetUp]
    public void SetUp()
    {
        _disk = new TemporaryDirectory();
        Directory.CreateDirectory(_disk.PathOf("granted", "sub"));
        File.WriteAllText(_disk.PathOf("granted", "notes.txt"), "notes");
        File.WriteAllText(_disk.PathOf("secret.txt"), "secret");
        _host = new TestHost();
    }

    [TearDown]
    public void TearDown()
    {
        _host.Dispose();
        _disk.Dispose();
    }

    [TestCaseSource(nameof(Programs))]
    public async Task Program_NothingGranted_HasNoArgumentsEnvironmentOrFiles(string program)
    {
        Assert.That((await RunAsync(program, "args", SkillGrants.None)).Output, Is.Empty);
        Assert.That((await RunAsync(program, "env", SkillGrants.None)).Output, Is.Empty);
        Assert.That(
            await FailAsync(program, $"cat {_disk.PathOf("secret.txt")}", SkillGrants.None),
            Does.Contain("Capabilities insufficient"));
        Assert.That(await FailAsync(program, "list /", SkillGrants.None), Does.Contain("command: /:"));
    }

    [TestCaseSource(nameof(Programs))]
    public async Task Environment_Granted_HasTheGrantedNamesThatAreSet(string program)
    {
        var grants = new SkillGrants { EnvironmentVariables = ["PATH", "BOTERNITY_NOT_SET"] };

        FixtureRun result = await RunAsync(program, "env", grants);

        Assert.That(result.Output, Is.EqualTo($"PATH={Environment.GetEnvironmentVariable("PATH")}\n"));
    }

    [TestCaseSource(nameof(Programs))]
    public async Task Files_GrantedToRead_AreReadAndNotWritten(string program)
    {
        SkillGrants grants = Grant(SkillFileAccess.Read);

        Assert.That((await RunAsync(program, "cat /data/notes.txt", grants)).Output, Is.EqualTo("notes"));
        Assert.That((await RunAsync(program, "list /data", grants)).Output, Is.EqualTo("notes.txt\nsub\n"));
        Assert.That(await FailAsync(program, "write /data/new.txt x", grants), Does.Contain("/data/new.txt"));
        Assert.That(await FailAsync(program, "write /data/notes.txt x", grants), Does.Contain("/data/notes.txt"));
        Assert.That(await FailAsync(program, "remove /data/notes.txt", grants), Does.Contain("/data/notes.txt"));
        Assert.That(File.ReadAllText(_disk.PathOf("granted", "notes.txt")), Is.EqualTo("notes"));
        Assert.That(File.Exists(_disk.PathOf("granted", "new.txt")), Is.False);
    }

    [TestCaseSource(nameof(Programs))]
    public async Task Files_GrantedToWrite_AreOnTheDisk(string program)
    {
        SkillGrants grants = Grant(SkillFileAccess.ReadWrite);

        Assert.That(
            (await RunAsync(program, "write /data/sub/new.txt some text", grants)).Output, Is.EqualTo("written\n"));
        Assert.That(File.ReadAllText(_disk.PathOf("granted", "sub", "new.txt")), Is.EqualTo("some text"));
        Assert.That((await RunAsync(program, "write /data/sub/new.txt less", grants)).Output, Is.EqualTo("written\n"));
        Assert.That(File.ReadAllText(_disk.PathOf("granted", "sub", "new.txt")), Is.EqualTo("less"));
        await RunAsync(program, "remove /data/notes.txt", grants);
        Assert.That(File.Exists(_disk.PathOf("granted", "notes.txt")), Is.False);
    }

    [Test]
    public async Task Files_WaysOut_AreRefused(
        [ValueSource(nameof(Programs))] string program,
        [Values(
            "/data/../secret.txt",
            "/data/sub/../../secret.txt",
            "/data//../secret.txt",
            "/data/link",
            "/data/sub/up/secret.txt",
            "/data/sub\\..\\..\\secret.txt")] string path)
    {
        File.CreateSymbolicLink(_disk.PathOf("granted", "link"), _disk.PathOf("secret.txt"));
        Directory.CreateSymbolicLink(_disk.PathOf("granted", "sub", "up"), _disk.Root);

        string error = await FailAsync(program, $"cat {path}", Grant(SkillFileAccess.ReadWrite));
        await FailAsync(program, $"write {path} overwritten", Grant(SkillFileAccess.ReadWrite));

        Assert.That(error, Does.StartWith("command: ").And.Not.Contain(_disk.Root));
        Assert.That(File.ReadAllText(_disk.PathOf("secret.txt")), Is.EqualTo("secret"));
    }

    [TestCaseSource(nameof(Programs))]
    public async Task Files_Used_AreInTheAudit(string program)
    {
        using SkillHostSession session = _host.Open(Grant(SkillFileAccess.Read));

        await RunAsync(program, "cat /data/notes.txt", session);

        Assert.That(
            session.CapabilityUses.Select(use => (use.Capability, use.Scope)),
            Does.Contain((SkillCapability.ReadFile, "/data")));
    }

    [TestCaseSource(nameof(Programs))]
    public async Task Files_GrantedDirectoryIsGone_IsTheHostsFault(string program)
    {
        Directory.Delete(_disk.PathOf("granted"), recursive: true);

        SkillExecutionException error = (await Assert.ThrowsAsync<SkillExecutionException>(
            () => RunAsync(program, "cat /data/notes.txt", Grant(SkillFileAccess.Read))))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.ExecutionHostFailed));
        Assert.That(error.Message, Does.Not.Contain(_disk.Root));
    }

    private SkillGrants Grant(SkillFileAccess access) => new()
    {
        Directories =
        [
            new SkillDirectoryGrant { GuestPath = "/data", HostPath = _disk.PathOf("granted"), Access = access },
        ],
    };

    private async Task<FixtureRun> RunAsync(string program, string input, SkillGrants grants)
    {
        using SkillHostSession session = _host.Open(grants);
        return await RunAsync(program, input, session);
    }

    private Task<FixtureRun> RunAsync(string program, string input, SkillHostSession session) =>
        Engines.RunAsync(Engine, program, input, session);

    private async Task<string> FailAsync(string program, string input, SkillGrants grants) =>
        (await Assert.ThrowsAsync<SkillFailedException>(() => RunAsync(program, input, grants)))!.Error;
}

using Boternity.Skills.Capabilities;
using Boternity.Skills.Capabilities.Files;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Grants;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Tests.Capabilities.Files;

/// <summary>A directory in a guest's hands: one that may be read, one that may be written, and one for both.</summary>
internal sealed class GrantedDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();
    private TestHost? _host;
    private SkillHostSession? _session;

    [SetUp]
    public void MakeDirectories()
    {
        foreach (string directory in new[] { "data", "out", "both" })
        {
            Directory.CreateDirectory(_temporary.PathOf(directory, "sub"));
            File.WriteAllText(_temporary.PathOf(directory, "a.txt"), directory);
        }
    }

    [TearDown]
    public void Close()
    {
        _session?.Dispose();
        _host?.Dispose();
    }

    [Test]
    public void OpenDirectory_Below_IsChargedUntilItIsClosed()
    {
        GrantedDirectory both = Open("/both", options => options.MaxOpenFiles = 4);

        IGuestDirectory sub = both.OpenDirectory("sub");
        Assert.That(() => both.OpenDirectory("sub"), Failed(GuestFileError.TooManyOpen));
        sub.Dispose();
        sub.Dispose();

        using IGuestDirectory again = both.OpenDirectory("sub");
        Assert.That(() => both.OpenDirectory("."), Failed(GuestFileError.TooManyOpen));
    }

    [Test]
    public void Open_Failing_IsNotCharged()
    {
        GrantedDirectory both = Open("/both", options => options.MaxOpenFiles = 4);

        for (int i = 0; i < 5; i++)
        {
            Assert.That(() => both.OpenFile("none", GuestOpenFlags.Read), Failed(GuestFileError.NotFound));
            Assert.That(() => both.OpenDirectory("none"), Failed(GuestFileError.NotFound));
        }
    }

    [TestCase("/data", SkillCapability.ReadFile)]
    [TestCase("/both", SkillCapability.ReadFile)]
    [TestCase("/out", SkillCapability.WriteFile)]
    public void OpenDirectory_OfAGrant_CountsWhatItIsGrantedFor(string guestPath, SkillCapability capability)
    {
        GrantedDirectory directory = Open(guestPath);

        directory.OpenDirectory("sub").Dispose();

        Assert.That(_session!.CapabilityUses.Single(), Is.EqualTo(
            new SkillCapabilityUse { Capability = capability, Scope = guestPath, Allowed = 1 }));
    }

    [Test]
    public void EveryOperation_ByAPathAsText_CountsAsOftenAsByItsNames()
    {
        GrantedDirectory both = Open("/both");

        Assert.That(Counted(() => both.OpenFile(["a.txt"], GuestOpenFlags.Read).Dispose()), Is.EqualTo((1, 0)));
        Assert.That(Counted(() => both.OpenFile("a.txt", GuestOpenFlags.Read).Dispose()), Is.EqualTo((1, 0)));
        Assert.That(
            Counted(() => both.OpenFile("b.txt", GuestOpenFlags.Write | GuestOpenFlags.Create).Dispose()),
            Is.EqualTo((0, 1)));
        Assert.That(Counted(() => both.RemoveFile("b.txt")), Is.EqualTo((0, 1)));
        Assert.That(
            Counted(() => both.Rename("sub/", both, "other/")),
            Is.EqualTo(Counted(() => both.Rename("other", both, "sub"))));
        Assert.That(
            () => both.Rename("a.txt/", both, "c.txt"), Failed(GuestFileError.NotDirectory));
        Assert.That(() => both.OpenFile("a.txt/", GuestOpenFlags.Read), Failed(GuestFileError.NotDirectory));
        Assert.That(() => both.RemoveFile("a.txt/"), Failed(GuestFileError.NotDirectory));

        (int Reads, int Writes) Counted(Action action)
        {
            (int reads, int writes) = (UsesOf(SkillCapability.ReadFile), UsesOf(SkillCapability.WriteFile));
            action();
            return (UsesOf(SkillCapability.ReadFile) - reads, UsesOf(SkillCapability.WriteFile) - writes);
        }

        int UsesOf(SkillCapability capability) =>
            _session!.CapabilityUses.SingleOrDefault(use => use.Capability == capability)?.Allowed ?? 0;
    }

    [TestCase(GuestOpenFlags.None)]
    [TestCase(GuestOpenFlags.Create)]
    [TestCase(GuestOpenFlags.Truncate)]
    public void OpenFile_NeitherToReadNorToWrite_IsInvalid(object flags)
    {
        GrantedDirectory both = Open("/both");

        Assert.That(() => both.OpenFile("a.txt", (GuestOpenFlags)flags), Failed(GuestFileError.Invalid));
        Assert.That(File.ReadAllText(_temporary.PathOf("both", "a.txt")), Is.EqualTo("both"));
    }

    [Test]
    public void OpenFile_ToCreate_CountsOnlyWhatIsNew()
    {
        GrantedDirectory both = Open("/both", options => options.MaxFilesCreated = 1);

        both.OpenFile("a.txt", GuestOpenFlags.Write | GuestOpenFlags.Create).Dispose();
        both.OpenFile("a.txt", GuestOpenFlags.Write).Dispose();
        both.OpenFile("new", GuestOpenFlags.Write | GuestOpenFlags.Create).Dispose();
        both.OpenFile("new", GuestOpenFlags.Write | GuestOpenFlags.Create).Dispose();

        Assert.That(
            () => both.OpenFile("newer", GuestOpenFlags.Write | GuestOpenFlags.Create),
            Failed(GuestFileError.Quota));
        Assert.That(() => both.CreateDirectory("newer"), Failed(GuestFileError.Quota));
        Assert.That(
            Directory.GetFileSystemEntries(_temporary.PathOf("both")).Select(Path.GetFileName),
            Is.EquivalentTo(new[] { "a.txt", "new", "sub" }));
    }

    [Test]
    public void CreateDirectory_Granted_MakesAndCountsIt()
    {
        GrantedDirectory output = Open("/out", options => options.MaxFilesCreated = 2);

        output.CreateDirectory("new");
        output.CreateDirectory("new/er");

        Assert.That(Directory.Exists(_temporary.PathOf("out", "new", "er")), Is.True);
        Assert.That(() => output.CreateDirectory("third"), Failed(GuestFileError.Quota));
    }

    [Test]
    public void Remove_Granted_Removes()
    {
        GrantedDirectory output = Open("/out");

        output.RemoveFile("a.txt");
        output.RemoveDirectory("sub/");

        Assert.That(Directory.GetFileSystemEntries(_temporary.PathOf("out")), Is.Empty);
    }

    /// <summary>Who may not do it learns that, and not what stands at the path.</summary>
    [Test]
    public void SlashAtTheEnd_WithoutTheRight_IsRefusedForThat()
    {
        GrantedDirectory data = Open("/data");
        GrantedDirectory output = Open("/out");

        Assert.That(() => data.OpenFile("a.txt/", GuestOpenFlags.Write), Failed(GuestFileError.ReadOnly));
        Assert.That(() => data.RemoveFile("a.txt/"), Failed(GuestFileError.ReadOnly));
        Assert.That(() => data.Rename("a.txt/", data, "b"), Failed(GuestFileError.ReadOnly));
        Assert.That(() => output.OpenFile("a.txt/", GuestOpenFlags.Read), Failed(GuestFileError.NotPermitted));
    }

    [TestCase("link/", "b")]
    [TestCase("link", "b/")]
    public void Rename_OfALinkWithASlash_IsALink(string path, string target)
    {
        File.CreateSymbolicLink(_temporary.PathOf("both", "link"), _temporary.PathOf("both", "a.txt"));
        GrantedDirectory both = Open("/both");

        Assert.That(() => both.Rename(path, both, target), Failed(GuestFileError.Link));
    }

    [Test]
    public void Rename_OfADirectoryWithASlash_RenamesIt()
    {
        GrantedDirectory both = Open("/both");

        both.Rename("sub/", both, "moved/");

        Assert.That(Directory.Exists(_temporary.PathOf("both", "moved")), Is.True);
    }

    [Test]
    public void Rename_IntoWhatMayOnlyBeRead_IsRefused()
    {
        GrantedDirectory both = Open("/both");
        GrantedDirectory data = Open("/data");

        Assert.That(() => both.Rename("a.txt", data, "b.txt"), Failed(GuestFileError.ReadOnly));
        Assert.That(File.Exists(_temporary.PathOf("both", "a.txt")), Is.True);
        Assert.That(File.Exists(_temporary.PathOf("data", "b.txt")), Is.False);
    }

    [Test]
    public void ReadFile_Again_OpensTheDirectoryOnce()
    {
        Open("/both", options => options.MaxOpenFiles = 4);

        for (int i = 0; i < 10; i++)
        {
            Assert.That(_session!.ReadFile("/both/a.txt").Text, Is.EqualTo("both"));
        }
    }

    [Test]
    public void OpenDirectories_WhichTheHostDoesNotHave_IsTheHostsError()
    {
        Directory.Delete(_temporary.PathOf("out"), recursive: true);

        Assert.That(
            () => Open("/data"),
            Throws.InstanceOf<SkillExecutionException>()
                .With.Property("Code")
                .EqualTo(SkillErrorCodes.ExecutionHostFailed)
                .And.Message.Contains("granted to 'x'"));
    }

    [Test]
    public void OpenOwn_OfTheRun_IsOpenedWhenItIsUsed()
    {
        Open("/data");
        int asked = 0;

        PreopenedDirectory opened = _session!.Files.OpenOwn(new OwnDirectory("/own", SkillFileAccess.Read, () =>
        {
            asked++;
            return _temporary.PathOf("both");
        }));

        Assert.That((opened.GuestPath, asked), Is.EqualTo(("/own", 0)));
        Assert.That(opened.Directory.GetInfo("a.txt").Size, Is.EqualTo(4));
        Assert.That(opened.Directory.GetInfo("sub").Kind, Is.EqualTo(GuestFileKind.Directory));
        Assert.That(asked, Is.EqualTo(1));
    }

    [Test]
    public void OpenOwn_WhichTheHostDoesNotHave_IsTheHostsErrorWhenItIsUsed()
    {
        Open("/data");

        PreopenedDirectory opened = _session!.Files.OpenOwn(
            new OwnDirectory("/own", SkillFileAccess.Read, () => _temporary.PathOf("none")));

        Assert.That(
            () => opened.Directory.GetInfo("a.txt"),
            Throws.InstanceOf<SkillExecutionException>()
                .With.Property("Code")
                .EqualTo(SkillErrorCodes.ExecutionHostFailed)
                .And.Message.Contains("/own"));
    }

    [Test]
    [Platform("Linux")]
    public void Dispose_OfFilesDirectoriesAndTheSession_LeavesNoHandleOpen()
    {
        GrantedDirectory both = Open("/both");
        int before = Handles();

        both.OpenFile("a.txt", GuestOpenFlags.Read).Dispose();
        both.OpenDirectory("sub").Dispose();
        Assert.That((before, Handles()), Is.EqualTo((3, 3)));

        _session!.Dispose();
        Assert.That(Handles(), Is.Zero);

        int Handles() => new DirectoryInfo("/proc/self/fd")
            .EnumerateFileSystemInfos()
            .Count(handle => handle.LinkTarget?.StartsWith(_temporary.Root, StringComparison.Ordinal) is true);
    }

    public void Dispose() => _temporary.Dispose();

    private static NUnit.Framework.Constraints.EqualConstraint<GuestFileError> Failed(GuestFileError error) =>
        Throws.InstanceOf<GuestFileException>().With.Property("Error").EqualTo(error);

    /// <summary>Opens one of the three directories; the three take three places among open files.</summary>
    private GrantedDirectory Open(string guestPath, Action<SkillHostOptions>? configure = null)
    {
        _host ??= new TestHost(configure);
        _session ??= _host.Open(new SkillGrants
        {
            Directories =
            [
                Grant("data", SkillFileAccess.Read), Grant("out", SkillFileAccess.Write),
                Grant("both", SkillFileAccess.ReadWrite),
            ],
        });
        return (GrantedDirectory)_session.Files.OpenDirectories().Single(open => open.GuestPath == guestPath).Directory;
    }

    private SkillDirectoryGrant Grant(string name, SkillFileAccess access) =>
        new() { GuestPath = $"/{name}", HostPath = _temporary.PathOf(name), Access = access };
}

using System.Diagnostics;
using Boternity.Skills.Capabilities.Files;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Grants;
using Boternity.Skills.Wasm.Guests;
using FsCheck;
using FsCheck.Fluent;

namespace Boternity.Skills.Tests.Capabilities.Files;

/// <summary>What grants and limits make of the skill's paths.</summary>
internal sealed class GrantedFilesTests : IDisposable
{
    private const string DeniedRead = "capability denied: read_file not granted for skill 'x'";
    private const string DeniedWrite = "capability denied: write_file not granted for skill 'x'";
    private readonly TemporaryDirectory _temporary = new();

    [SetUp]
    public void MakeDirectories()
    {
        foreach (string directory in new[] { "data", "out", "both" })
        {
            Directory.CreateDirectory(_temporary.PathOf(directory));
            File.WriteAllText(_temporary.PathOf(directory, "a.txt"), directory);
        }

        File.WriteAllText(_temporary.PathOf("secret.txt"), "SECRET");
    }

    [Test]
    public void ReadFile_Granted_ReadsAndCountsByGrant()
    {
        using var host = new TestHost();
        using SkillHostSession session = host.Open(Grants());

        Assert.That(session.ReadFile("/data/a.txt"), Is.EqualTo(SkillHostResult.Ok("data")));
        Assert.That(session.ReadFile("data/./x/../a.txt"), Is.EqualTo(SkillHostResult.Ok("data")));
        Assert.That(session.CapabilityUses, Is.EqualTo(new[]
        {
            new SkillCapabilityUse { Capability = SkillCapability.ReadFile, Scope = "/data", Allowed = 2 },
        }));
    }

    [TestCase("/secret.txt")]
    [TestCase("/data/../secret.txt")]
    [TestCase("/data/../../secret.txt")]
    [TestCase("../secret.txt")]
    [TestCase("/etc/passwd")]
    [TestCase("//etc/passwd")]
    [TestCase("/out/a.txt")]
    [TestCase("/")]
    [TestCase("a.txt")]
    public void ReadFile_OutsideWhatMayBeRead_IsDenied(string path)
    {
        using var host = new TestHost();
        using SkillHostSession session = host.Open(Grants());

        Assert.That(session.ReadFile(path), Is.EqualTo(SkillHostResult.Fail(DeniedRead)));
        SkillDenialReason reason =
            path == "/out/a.txt" ? SkillDenialReason.AccessNotGranted : SkillDenialReason.OutsideDirectories;
        Assert.That(session.CapabilityUses.Single(), Is.EqualTo(new SkillCapabilityUse
        {
            Capability = SkillCapability.ReadFile,
            Scope = path,
            Denied = 1,
            DenialReason = reason,
        }));
    }

    [TestCase("/data/a\0b")]
    [TestCase("/data\\..\\..\\secret.txt")]
    [TestCase("")]
    public void ReadFile_WhatIsNoPath_IsAnErrorForThoseWhoMayRead(string path)
    {
        using var host = new TestHost();
        using SkillHostSession granted = host.Open(Grants());
        using SkillHostSession none = host.Open(SkillGrants.None);

        Assert.That(granted.ReadFile(path).Text, Does.StartWith("read_file failed: the path"));
        Assert.That(none.ReadFile(path).Text, Is.EqualTo(DeniedRead));
    }

    [Test]
    public void WriteFile_Granted_WritesAtomicallyAndCounts()
    {
        using var host = new TestHost();
        using SkillHostSession session = host.Open(Grants());

        Assert.That(session.WriteFile("/out/a.txt", "grüße"), Is.EqualTo(SkillHostResult.Ok()));
        Assert.That(session.WriteFile("/out/new.txt", ""), Is.EqualTo(SkillHostResult.Ok()));

        Assert.That(File.ReadAllBytes(_temporary.PathOf("out", "a.txt")), Is.EqualTo("grüße"u8.ToArray()));
        Assert.That(Directory.GetFiles(_temporary.PathOf("out")), Has.Length.EqualTo(2), "no staged file is left");
        Assert.That(session.CapabilityUses.Single(), Is.EqualTo(
            new SkillCapabilityUse { Capability = SkillCapability.WriteFile, Scope = "/out", Allowed = 2 }));
    }

    [TestCase("/data/a.txt")]
    [TestCase("/secret.txt")]
    [TestCase("/out/../secret.txt")]
    [TestCase("/out/../data/a.txt")]
    public void WriteFile_WhereNothingMayBeWritten_IsDenied(string path)
    {
        using var host = new TestHost();
        using SkillHostSession session = host.Open(Grants());

        Assert.That(session.WriteFile(path, "x"), Is.EqualTo(SkillHostResult.Fail(DeniedWrite)));
        Assert.That(File.ReadAllText(_temporary.PathOf("data", "a.txt")), Is.EqualTo("data"));
        Assert.That(File.ReadAllText(_temporary.PathOf("secret.txt")), Is.EqualTo("SECRET"));
    }

    [Test]
    public void ReadFile_LinkThatLeadsOut_SaysSoAndReadsNothing()
    {
        File.CreateSymbolicLink(_temporary.PathOf("data", "link"), _temporary.PathOf("secret.txt"));
        using var host = new TestHost();
        using SkillHostSession session = host.Open(Grants());

        Assert.That(
            session.ReadFile("/data/link").Text,
            Is.EqualTo("read_file failed: there is a link on the path, and links are not followed"));
    }

    [Test]
    public void ReadFile_TooLargeOrNotText_IsAnError()
    {
        File.WriteAllBytes(_temporary.PathOf("data", "binary"), [0xff, 0xfe, 0x00]);
        File.WriteAllText(_temporary.PathOf("data", "large"), new string('a', 101));
        File.WriteAllText(_temporary.PathOf("data", "full"), new string('a', 100));
        using var host = new TestHost(options => options.MaxFileBytes = 100);
        using SkillHostSession session = host.Open(Grants());

        Assert.That(session.ReadFile("/data/binary").Text, Is.EqualTo("read_file failed: the file is not UTF-8 text"));
        Assert.That(
            session.ReadFile("/data/large").Text, Is.EqualTo("read_file failed: the file is larger than 100 bytes"));
        Assert.That(session.ReadFile("/data/full").Text, Has.Length.EqualTo(100));
        Assert.That(session.ReadFile("/data/none").Text, Is.EqualTo("read_file failed: no such file or directory"));
    }

    [Test]
    [Platform("Linux")]
    public void OpenFile_Pipe_IsRefusedAndNotWaitedFor()
    {
        using (var make = Process.Start("mkfifo", _temporary.PathOf("both", "pipe")))
        {
            make.WaitForExit();
        }

        using var host = new TestHost();
        using SkillHostSession session = host.Open(Grants());
        GrantedDirectory both = Open(session, "/both");

        Assert.That(
            session.ReadFile("/both/pipe").Text, Is.EqualTo("read_file failed: it is neither a file nor a directory"));
        Assert.That(() => both.OpenFile(["pipe"], GuestOpenFlags.Write), Failed(GuestFileError.NotRegular));
        Assert.That(
            () => both.OpenFile(["pipe"], GuestOpenFlags.Read | GuestOpenFlags.Write),
            Failed(GuestFileError.NotRegular));
    }

    [Test]
    [Platform("Linux")]
    public void HardLink_ToWhatLiesOutside_IsReadAsAFileAndReplacedAsAName()
    {
        using (var make = Process.Start("ln", [_temporary.PathOf("secret.txt"), _temporary.PathOf("both", "other")]))
        {
            make.WaitForExit();
        }

        using var host = new TestHost();
        using SkillHostSession session = host.Open(Grants());

        Assert.That(session.ReadFile("/both/other"), Is.EqualTo(SkillHostResult.Ok("SECRET")));
        Assert.That(session.WriteFile("/both/other", "new"), Is.EqualTo(SkillHostResult.Ok()));
        Assert.That(File.ReadAllText(_temporary.PathOf("both", "other")), Is.EqualTo("new"));
        Assert.That(File.ReadAllText(_temporary.PathOf("secret.txt")), Is.EqualTo("SECRET"));
    }

    [Test]
    [Platform("Linux")]
    public void ReadFile_Device_IsRefused()
    {
        using var host = new TestHost();
        using SkillHostSession session = host.Open(new SkillGrants
        {
            Directories =
            [
                new SkillDirectoryGrant { GuestPath = "/dev", HostPath = "/dev", Access = SkillFileAccess.Read },
            ],
        });

        Assert.That(
            session.ReadFile("/dev/zero").Text, Is.EqualTo("read_file failed: it is neither a file nor a directory"));
    }

    [Test]
    public void WriteFile_OverTheLimits_IsRefused()
    {
        using var host = new TestHost(options =>
        {
            options.MaxFileBytes = 10;
            options.MaxFileBytesWritten = 25;
            options.MaxFilesCreated = 3;
        });
        using SkillHostSession session = host.Open(Grants());

        Assert.That(
            session.WriteFile("/out/a.txt", new string('a', 11)).Text,
            Is.EqualTo("write_file failed: the file would be larger than 10 bytes"));
        Assert.That(session.WriteFile("/out/a.txt", new string('a', 10)).IsError, Is.False);
        Assert.That(session.WriteFile("/out/a.txt", new string('b', 10)).IsError, Is.False);
        Assert.That(
            session.WriteFile("/out/a.txt", new string('c', 10)).Text,
            Is.EqualTo("write_file failed: more than 25 bytes written in one execution"));
        Assert.That(File.ReadAllText(_temporary.PathOf("out", "a.txt")), Is.EqualTo(new string('b', 10)));
    }

    [Test]
    public void WriteFile_TooManyNewFiles_IsRefused()
    {
        using var host = new TestHost(options => options.MaxFilesCreated = 2);
        using SkillHostSession session = host.Open(Grants());

        List<bool> failed = [.. Enumerable.Range(0, 4).Select(i => session.WriteFile($"/out/{i}", "").IsError)];

        Assert.That(failed, Is.EqualTo(new[] { false, false, true, true }));
        Assert.That(session.WriteFile("/out/a.txt", "").IsError, Is.False, "an existing file is no new one");
    }

    [Test]
    public void List_MoreEntriesThanTheHostAllows_IsRefused()
    {
        using var host = new TestHost(options => options.MaxDirectoryEntries = 1);
        using SkillHostSession session = host.Open(Grants());
        GrantedDirectory data = Open(session, "/data");

        Assert.That(data.List().ToList(), Has.Count.EqualTo(1));
        File.WriteAllText(_temporary.PathOf("data", "b.txt"), "");
        Assert.That(() => data.List().ToList(), Failed(GuestFileError.TooLarge));
    }

    [TestCase("a.txt/", GuestFileError.NotDirectory)]
    [TestCase("a.txt/.", GuestFileError.NotDirectory)]
    [TestCase("none/", GuestFileError.NotFound)]
    public void Path_OfAFileThatEndsInASlash_IsAnError(string path, object error)
    {
        using var host = new TestHost();
        using SkillHostSession session = host.Open(Grants());
        GrantedDirectory both = Open(session, "/both");

        Assert.That(() => both.RemoveFile(path), Failed((GuestFileError)error));
        Assert.That(() => both.OpenFile(path, GuestOpenFlags.Read), Failed((GuestFileError)error));
        Assert.That(() => both.GetInfo(path), Failed((GuestFileError)error));
        Assert.That(() => both.Rename(path, both, "b"), Failed((GuestFileError)error));
        Assert.That(
            () => both.OpenFile("new/", GuestOpenFlags.Write | GuestOpenFlags.Create),
            Failed(GuestFileError.IsDirectory));
        Assert.That(File.Exists(_temporary.PathOf("both", "a.txt")), Is.True);
    }

    [Test]
    public void Directories_ForWasi_ObeyTheSameGrants()
    {
        using var host = new TestHost();
        using SkillHostSession session = host.Open(Grants());
        Dictionary<string, GrantedDirectory> preopens = session.Files.OpenDirectories()
            .ToDictionary(open => open.GuestPath, open => (GrantedDirectory)open.Directory);
        GrantedDirectory data = preopens["/data"], output = preopens["/out"], both = preopens["/both"];

        Assert.That(
            preopens.Keys, Is.EquivalentTo(new[] { "/data", "/out", "/both" }), "a grant without access opens nothing");
        Assert.That(data.List().Select(entry => entry.Name), Is.EqualTo(new[] { "a.txt" }));
        Assert.That(() => data.OpenFile(["a.txt"], GuestOpenFlags.Write), Failed(GuestFileError.ReadOnly));
        Assert.That(
            () => data.OpenFile(["a.txt"], GuestOpenFlags.Read | GuestOpenFlags.Truncate),
            Failed(GuestFileError.ReadOnly));
        Assert.That(
            () => data.OpenFile(["new"], GuestOpenFlags.Read | GuestOpenFlags.Create), Failed(GuestFileError.ReadOnly));
        Assert.That(() => data.RemoveFile(["a.txt"]), Failed(GuestFileError.ReadOnly));
        Assert.That(() => data.RemoveDirectory(["d"]), Failed(GuestFileError.ReadOnly));
        Assert.That(() => data.CreateDirectory(["d"]), Failed(GuestFileError.ReadOnly));
        Assert.That(() => data.Rename(["a.txt"], both, ["b"]), Failed(GuestFileError.ReadOnly));
        Assert.That(data.Sync, Failed(GuestFileError.ReadOnly));
        Assert.That(output.List, Denied(DeniedRead));
        Assert.That(() => output.GetInfo(["a.txt"]), Denied(DeniedRead));
        Assert.That(() => output.OpenFile(["a.txt"], GuestOpenFlags.Read), Denied(DeniedRead));
        Assert.That(
            () => output.Rename(["a.txt"], both, ["b"]),
            Denied(DeniedRead),
            "what may not be read is not moved to where it may");
        both.Rename(["a.txt"], output, ["b.txt"]);
        Assert.That(File.Exists(_temporary.PathOf("out", "b.txt")), Is.True);
        Assert.That(session.CapabilityUses.Where(use => use.Denied > 0).Sum(use => use.Denied), Is.EqualTo(4));
    }

    [Test]
    public void Files_ForWasi_ObeyHowTheyWereOpenedAndTheQuota()
    {
        using var host = new TestHost(options =>
        {
            options.MaxFileBytes = 100;
            options.MaxFileBytesWritten = 150;
        });
        using SkillHostSession session = host.Open(Grants());
        GrantedDirectory both = Open(session, "/both");
        using GrantedFile read = both.OpenFile(["a.txt"], GuestOpenFlags.Read);
        using GrantedFile written = both.OpenFile(["w"], GuestOpenFlags.Write | GuestOpenFlags.Create);

        Assert.That(() => read.Write(0, "x"u8), Failed(GuestFileError.NotPermitted));
        Assert.That(() => read.SetLength(0), Failed(GuestFileError.NotPermitted));
        Assert.That(() => written.Read(0, new byte[1]), Failed(GuestFileError.NotPermitted));
        Assert.That(() => written.Write(-1, "x"u8), Failed(GuestFileError.Invalid));
        Assert.That(() => written.Write(long.MaxValue, "x"u8), Failed(GuestFileError.Invalid));
        Assert.That(() => written.Write(100, "x"u8), Failed(GuestFileError.TooLarge));
        Assert.That(() => written.SetLength(long.MaxValue), Failed(GuestFileError.TooLarge));
        Assert.That(() => written.SetLength(-1), Failed(GuestFileError.Invalid));
        written.SetLength(100);
        Assert.That(() => written.Write(0, new byte[51]), Failed(GuestFileError.Quota));
    }

    [Test]
    public void Handles_TooManyAtOnce_AreRefusedUntilSomeAreClosed()
    {
        using var host = new TestHost(options => options.MaxOpenFiles = 5);
        using SkillHostSession session = host.Open(Grants());
        GrantedDirectory data = Open(session, "/data");
        List<GrantedFile> open =
        [
            data.OpenFile(["a.txt"], GuestOpenFlags.Read),
            data.OpenFile(["a.txt"], GuestOpenFlags.Read),
        ];

        Assert.That(() => data.OpenFile(["a.txt"], GuestOpenFlags.Read), Failed(GuestFileError.TooManyOpen));
        Assert.That(() => data.OpenDirectory([]), Failed(GuestFileError.TooManyOpen));
        open[0].Dispose();
        open[0].Dispose();
        using GrantedFile again = data.OpenFile(["a.txt"], GuestOpenFlags.Read);
        Assert.That(() => data.OpenFile(["a.txt"], GuestOpenFlags.Read), Failed(GuestFileError.TooManyOpen));
        open[1].Dispose();
    }

    [Test]
    public void ReadFile_AnyPath_NeverGivesWhatLiesOutside()
    {
        File.CreateSymbolicLink(_temporary.PathOf("data", "up"), _temporary.Root);
        Gen<string> part = Gen.Elements(
            "..", ".", "", "data", "up", "secret.txt", "a.txt", "\0", "\\", "/", "~", "*", _temporary.Root);
        Gen<string> path =
            from parts in Gen.NonEmptyListOf(part)
            from start in Gen.Elements("", "/", "/data/", "/data/../")
            select start + string.Join('/', parts);
        using var host = new TestHost();
        using SkillHostSession session = host.Open(Grants());

        Prop.ForAll(path.ToArbitrary(), text =>
            {
                SkillHostResult result = session.ReadFile(text);
                return result.IsError
                    ? !result.Text.Contains(_temporary.Root, StringComparison.Ordinal)
                    : result.Text is "data" or "both";
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    public void Dispose() => _temporary.Dispose();

    private static NUnit.Framework.Constraints.EqualConstraint<GuestFileError> Denied(string text) =>
        Throws.InstanceOf<GuestFileException>()
            .With.Message.EqualTo(text)
            .And.Property("Error")
            .EqualTo(GuestFileError.NotPermitted);

    private static NUnit.Framework.Constraints.EqualConstraint<GuestFileError> Failed(GuestFileError error) =>
        Throws.InstanceOf<GuestFileException>().With.Property("Error").EqualTo(error);

    private static GrantedDirectory Open(SkillHostSession session, string guestPath) =>
        (GrantedDirectory)session.Files.OpenDirectories().Single(open => open.GuestPath == guestPath).Directory;

    private SkillGrants Grants() => new()
    {
        Directories =
        [
            new SkillDirectoryGrant
            {
                GuestPath = "/data",
                HostPath = _temporary.PathOf("data"),
                Access = SkillFileAccess.Read,
            },
            new SkillDirectoryGrant
            {
                GuestPath = "/out",
                HostPath = _temporary.PathOf("out"),
                Access = SkillFileAccess.Write,
            },
            new SkillDirectoryGrant
            {
                GuestPath = "/both",
                HostPath = _temporary.PathOf("both"),
                Access = SkillFileAccess.ReadWrite,
            },
            new SkillDirectoryGrant { GuestPath = "/nothing", HostPath = _temporary.PathOf("data") },
        ],
    };
}

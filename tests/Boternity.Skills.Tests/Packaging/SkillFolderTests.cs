using System.Diagnostics;
using System.IO.Abstractions;
using System.Runtime.Versioning;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Tests.Packaging;

public sealed class SkillFolderTests
{
    private static readonly SkillSource Source = new() { Registry = "test", Path = "pdf" };

    private readonly FileSystem _fileSystem = new();
    private string _root = "";

    [SetUp]
    public void CreateRoot()
    {
        _root = Directory.CreateTempSubdirectory("boternity-folder-").FullName;
        Write("SKILL.md", SkillPackageBuilderTests.Manifest);
    }

    [TearDown]
    public void DeleteRoot() => Directory.Delete(_root, recursive: true);

    [Test]
    public void Read_OfAnEmptyFolderWithAForbiddenName_IsRefused()
    {
        Assume.That(OperatingSystem.IsWindows(), Is.False, "Windows makes no such folder.");
        Directory.CreateDirectory(Path.Combine(_root, "a", "NUL"));

        Assert.That(
            ReadAsync,
            Throws.InstanceOf<SkillPackageException>()
                .With.Property("Code")
                .EqualTo(SkillErrorCodes.PackagePath)
                .And.Property("Path")
                .EqualTo("a/NUL"));
    }

    [TestCase(2, true)]
    [TestCase(3, false)]
    public void Read_OfFoldersWithoutFiles_AreBoundedToo(int folders, bool isRead)
    {
        for (int i = 0; i < folders; i++)
        {
            Directory.CreateDirectory(Path.Combine(_root, $"{i}"));
        }

        Assert.That(
            () => SkillFolder.ReadAsync(
                _fileSystem, _root, Source, new SkillPackageLimits { MaxFiles = 2 }, CancellationToken.None),
            isRead ? Throws.Nothing : Throws.InstanceOf<SkillPackageException>().With.Property("Limit").EqualTo(2));
    }

    [Test]
    public void Read_OfFoldersAlone_CanBeCancelled()
    {
        File.Delete(Path.Combine(_root, "SKILL.md"));
        Directory.CreateDirectory(Path.Combine(_root, "a"));

        Assert.That(
            () => SkillFolder.ReadAsync(
                _fileSystem, _root, Source, new SkillPackageLimits(), new CancellationToken(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase(0b110_100_000, 0b111_101_000)]
    [TestCase(0b110_000_000, 0b111_000_000)]
    [TestCase(0b010_100_100, 0b010_101_101)]
    [Platform("Unix")]
    [UnsupportedOSPlatform("windows")]
    public void MakeExecutable_OfAFile_IsForThoseWhoMayReadIt(int before, int after)
    {
        string path = Path.Combine(_root, "run.sh");
        File.WriteAllText(path, "");
        File.SetUnixFileMode(path, (UnixFileMode)before);

        FileModes.MakeExecutable(_fileSystem, path);

        Assert.That(File.GetUnixFileMode(path), Is.EqualTo((UnixFileMode)after));
    }

    [Test]
    public async Task Read_OfAFolder_BringsEveryFileButGit()
    {
        Write("scripts/deep/run.sh", "echo");
        Write("empty", "");
        Write(".git/config", "x");
        Write("scripts/.git", "gitdir: elsewhere");

        SkillPackage package = await ReadAsync();
        Assert.That(package.Files.Select(file => (file.Path, file.Content.Length)), Is.EqualTo(new[]
        {
            ("SKILL.md", SkillPackageBuilderTests.Manifest.Length), ("empty", 0), ("scripts/deep/run.sh", 4),
        }));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows has no executable bit.")]
    [UnsupportedOSPlatform("windows")]
    public async Task Read_OfAnExecutableFile_KeepsTheBit()
    {
        Write("run.sh", "echo");
        File.SetUnixFileMode(Path.Combine(_root, "run.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        SkillPackage package = await ReadAsync();
        Assert.That(package.FindFile("run.sh")!.IsExecutable, Is.True);
        Assert.That(package.FindFile("SKILL.md")!.IsExecutable, Is.False);
    }

    [Test]
    public async Task Read_OfALink_IsRefused([Values] bool toFolder)
    {
        string link = Path.Combine(_root, "link");
        _ = toFolder
            ? Directory.CreateSymbolicLink(link, Path.GetTempPath())
            : File.CreateSymbolicLink(link, "/etc/passwd");

        var error = await Assert.ThrowsAsync<SkillPackageException>(ReadAsync);
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.PackageEntryKind));
        Assert.That(error.Path, Is.EqualTo("link"));
    }

    [Test]
    public async Task Read_OverALimit_Stops()
    {
        Write("big", new string('x', 100_000));
        var error = await Assert.ThrowsAsync<SkillPackageException>(
            () =>
                SkillFolder.ReadAsync(
                    _fileSystem, _root, Source, new SkillPackageLimits { MaxFileBytes = 99_999 }, default));
        Assert.That(error!.Path, Is.EqualTo("big"));
    }

    [Test]
    public async Task Read_OfManyEmptyFolders_Stops()
    {
        for (int i = 0; i < 30; i++)
        {
            Directory.CreateDirectory(Path.Combine(_root, $"d{i}"));
        }

        var error = await Assert.ThrowsAsync<SkillPackageException>(
            () =>
                SkillFolder.ReadAsync(_fileSystem, _root, Source, new SkillPackageLimits { MaxFiles = 20 }, default));
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.PackageLimit));
    }

    [Test]
    public async Task Read_OfAPipe_NeverWaitsForIt()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Windows keeps pipes outside of folders.");
        }

        using (Process mkfifo = Process.Start("mkfifo", Path.Combine(_root, "pipe")))
        {
            await mkfifo.WaitForExitAsync();
        }

        Task<SkillPackage> read = Task.Run(ReadAsync);
        Assert.That(await Task.WhenAny(read, Task.Delay(TimeSpan.FromSeconds(20))), Is.SameAs(read));
        Assert.That((await read).FindFile("pipe")!.Content.Length, Is.Zero);
    }

    [Test]
    public async Task MakeExecutable_OfAFile_SetsTheBitThatIsExecutableReads()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("Windows has no executable bit.");
        }

        string path = Path.Combine(_root, "SKILL.md");
        FileModes.MakeExecutable(_fileSystem, path);
        Assert.That((await ReadAsync()).Files[0].IsExecutable, Is.True);
    }

    private Task<SkillPackage> ReadAsync() =>
        SkillFolder.ReadAsync(_fileSystem, _root, Source, new SkillPackageLimits(), default);

    private void Write(string path, string content)
    {
        string full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }
}

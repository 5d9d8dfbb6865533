using System.IO.Abstractions;
using System.Runtime.Versioning;
using Boternity.Skills.Grants;
using Boternity.Skills.Permissions;
using Boternity.Skills.Storage;

namespace Boternity.Skills.Tests.Storage;

/// <summary>Whoever can write a store can install and grant what they like.</summary>
[UnsupportedOSPlatform("windows")]
[Platform(Exclude = "Win", Reason = "Windows has no modes; the store lies below the user's profile there.")]
public sealed class StorePermissionTests : IDisposable
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly StoreBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task InstallAsync_EverythingItMakes_IsTheOwnersAlone()
    {
        SkillStoreRequest request = StoreBench.Tool("1", "scripts/run.sh");
        await _bench.Store.InstallAsync(
            request with
            {
                Package = request.Package with
                {
                    Files = [.. request.Package.Files.Select(file => file with { IsExecutable = true })],
                },
            },
            new SkillGrants { RecallMemory = true });
        await _bench.Store.InstallAsync(StoreBench.Tool("2"));

        string[] made =
        [
            _bench.Root,
            .. Directory.EnumerateFileSystemEntries(_bench.Root, "*", SearchOption.AllDirectories),
        ];

        Assert.That(made, Has.Length.GreaterThan(10));
        Assert.That(made.Where(path => (File.GetUnixFileMode(path) & Others) != 0), Is.Empty);
    }

    [TestCase(UnixFileMode.GroupWrite)]
    [TestCase(UnixFileMode.OtherWrite)]
    public async Task Root_OthersCanWrite_IsRefusedForReadingAndWriting(UnixFileMode mode)
    {
        InstalledSkill skill = await _bench.Store.InstallAsync(StoreBench.Tool("1"));
        File.SetUnixFileMode(_bench.Root, File.GetUnixFileMode(_bench.Root) | mode);
        FileSystemSkillStore store = _bench.Open(new FileSystem());

        foreach (Func<Task> use
            in (Func<Task>[])[() =>
                store.InstallAsync(StoreBench.Tool("2")), () => store.GetAsync("probe"), () => store.ListAsync()])
        {
            SkillStoreException error = (await Assert.ThrowsAsync<SkillStoreException>(() => use()))!;
            Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.StoreUnsafe));
            Assert.That(error.Message, Does.Contain("other users can write it"));
        }

        Assert.That(skill.SkillId, Is.EqualTo("probe"));
    }

    [Test]
    public async Task Root_AnotherUserOwnsIt_IsRefused()
    {
        if (UnixOwner.IsAnother("/usr"))
        {
            // Not root: the system's directories are another's.
            FileSystemSkillStore store = StoreBench.OpenAt("/usr", new FileSystem());
            SkillStoreException error = (await Assert.ThrowsAsync<SkillStoreException>(() => store.ListAsync()))!;
            Assert.That(error.Message, Does.Contain("another user owns it"));
            return;
        }

        await _bench.Store.InstallAsync(StoreBench.Tool("1"));
        Chown(_bench.Root);
        SkillStoreException refused =
            (await Assert.ThrowsAsync<SkillStoreException>(() => _bench.Open(new FileSystem()).ListAsync()))!;
        Assert.That(refused.Message, Does.Contain("another user owns it"));
    }

    [Test]
    public async Task LockFile_OpenToOthersFromBefore_IsClosed()
    {
        await _bench.Store.InstallAsync(StoreBench.Tool("1"));
        string lockFile = Path.Combine(_bench.Root, ".lock");
        File.SetUnixFileMode(lockFile, (UnixFileMode)0b110_100_100);

        await _bench.Open(new FileSystem()).InstallAsync(StoreBench.Tool("2"));

        Assert.That(File.GetUnixFileMode(lockFile) & Others, Is.EqualTo(UnixFileMode.None));
    }

    private static void Chown(string path)
    {
        using var process = System.Diagnostics.Process.Start("chown", ["12345", path]);
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero);
    }
}

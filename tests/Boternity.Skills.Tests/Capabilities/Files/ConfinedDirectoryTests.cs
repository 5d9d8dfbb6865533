using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using Boternity.Skills.Capabilities.Files;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Tests.Capabilities.Files;

/// <summary>
/// Both ways into a directory, on a real disk: by handles (Linux) and by paths that are verified afterwards
/// (everywhere).
/// </summary>
[TestFixture(true)]
[TestFixture(false)]
internal sealed class ConfinedDirectoryTests(bool byHandles) : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();

    private string Inside => _temporary.PathOf("inside");

    private string Outside => _temporary.PathOf("outside");

    [SetUp]
    public void MakeDirectories()
    {
        if (byHandles && !LinuxDirectory.IsSupported)
        {
            Assert.Ignore("This platform has no directory handles; the other fixture covers it.");
        }

        Directory.CreateDirectory(Path.Combine(Inside, "sub"));
        Directory.CreateDirectory(Path.Combine(Outside, "sub"));
        File.WriteAllText(Path.Combine(Inside, "sub", "a.txt"), "inside");
        File.WriteAllText(Path.Combine(Outside, "sub", "a.txt"), "outside");
        File.WriteAllText(Path.Combine(Outside, "a.txt"), "outside");
    }

    [Test]
    public void OpenFile_Plain_ReadsIt()
    {
        using ConfinedDirectory root = Open();

        Assert.That(Read(root, "sub", "a.txt"), Is.EqualTo("inside"));
    }

    [Test]
    public void OpenFile_RootReachedByTheHostsOwnLink_Works()
    {
        string link = _temporary.PathOf("link-to-inside");
        Directory.CreateSymbolicLink(link, Inside);
        using ConfinedDirectory root = Open(link);

        Assert.That(Read(root, "sub", "a.txt"), Is.EqualTo("inside"));
    }

    [Test]
    public void EveryOperation_ThroughALink_IsRefused()
    {
        Directory.CreateSymbolicLink(Path.Combine(Inside, "out"), Outside);
        Directory.CreateSymbolicLink(Path.Combine(Inside, "in"), Path.Combine(Inside, "sub"));
        File.CreateSymbolicLink(Path.Combine(Inside, "file"), Path.Combine(Outside, "a.txt"));
        File.CreateSymbolicLink(Path.Combine(Inside, "dangling"), Path.Combine(Outside, "new.txt"));
        using ConfinedDirectory root = Open();

        Assert.That(() => Read(root, "out", "a.txt"), Refused(GuestFileError.Link));
        Assert.That(() => Read(root, "in", "a.txt"), Refused(GuestFileError.Link));
        Assert.That(() => Read(root, "file"), Refused(GuestFileError.Link));
        Assert.That(() => Write(root, "no", "out", "new.txt"), Refused(GuestFileError.Link));
        Assert.That(() => Write(root, "no", "file"), Refused(GuestFileError.Link));
        Assert.That(() => Write(root, "no", "dangling"), Refused(GuestFileError.Link));
        Assert.That(() => root.OpenDirectory(["out"]), Refused(GuestFileError.Link));
        Assert.That(() => root.GetInfo(["out", "a.txt"]), Refused(GuestFileError.Link));
        Assert.That(() => root.CreateDirectory(["out", "new"]), Refused(GuestFileError.Link));
        Assert.That(() => root.RemoveFile(["out", "a.txt"]), Refused(GuestFileError.Link));
        Assert.That(() => root.RemoveDirectory(["out", "sub"]), Refused(GuestFileError.Link));
        Assert.That(() => root.Rename(["sub", "a.txt"], root, ["out", "b.txt"]), Refused(GuestFileError.Link));
        Assert.That(() => root.Rename(["out", "a.txt"], root, ["b.txt"]), Refused(GuestFileError.Link));
        Assert.That(Directory.GetFileSystemEntries(Outside, "*", SearchOption.AllDirectories), Has.Length.EqualTo(3));
        Assert.That(File.ReadAllText(Path.Combine(Outside, "a.txt")), Is.EqualTo("outside"));
    }

    [TestCase(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [TestCase(
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead
            | UnixFileMode.OtherWrite)]
    [Platform("Unix")]
    [UnsupportedOSPlatform("windows")]
    public void Replace_OfAFile_KeepsItsPermissions(UnixFileMode mode)
    {
        string path = Path.Combine(Inside, "sub", "a.txt");
        File.SetUnixFileMode(path, mode);
        using ConfinedDirectory root = Open();

        root.Replace(["sub", "a.txt"], "new"u8);

        Assert.That(File.ReadAllText(path), Is.EqualTo("new"));
        Assert.That(File.GetUnixFileMode(path), Is.EqualTo(mode));
    }

    [Test]
    [Platform("Unix")]
    [UnsupportedOSPlatform("windows")]
    public void Replace_OfASetUserIdFile_TakesNoSuchBitOver()
    {
        string path = Path.Combine(Inside, "sub", "a.txt");
        File.SetUnixFileMode(
            path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.SetUser);
        using ConfinedDirectory root = Open();

        root.Replace(["sub", "a.txt"], "new"u8);

        Assert.That(
            File.GetUnixFileMode(path),
            Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    [Test]
    [Platform("Unix")]
    [UnsupportedOSPlatform("windows")]
    public void Replace_OfAPrivateFile_IsPrivateAtEveryMoment()
    {
        string path = Path.Combine(Inside, "sub", "a.txt");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using ConfinedDirectory root = Open();
        var modes = new ConcurrentBag<UnixFileMode>();
        using var stop = new CancellationTokenSource();
        var watcher = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                foreach (string file in Directory.GetFiles(Path.Combine(Inside, "sub")))
                {
                    try
                    {
                        modes.Add(File.GetUnixFileMode(file));
                    }
                    catch (FileNotFoundException)
                    {
                        // It was renamed since it was listed.
                    }
                }
            }
        });
        watcher.Start();

        for (int i = 0; i < 500; i++)
        {
            root.Replace(["sub", "a.txt"], new byte[64 << 10]);
        }

        stop.Cancel();
        watcher.Join();
        Assert.That(modes, Is.Not.Empty.And.All.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    [Platform("Unix")]
    [UnsupportedOSPlatform("windows")]
    public void OpenFile_OfAPipe_IsRefusedAndDoesNotOpenIt()
    {
        string pipe = Path.Combine(Inside, "pipe");
        using (var make = Process.Start("mkfifo", pipe))
        {
            make.WaitForExit();
        }

        // A reader waits until somebody opens the other end.
        using Task reader = Task.Factory.StartNew(
            () => File.OpenHandle(pipe).Dispose(),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        Assert.That(reader.Wait(TimeSpan.FromMilliseconds(100)), Is.False);
        using ConfinedDirectory root = Open();

        foreach (GuestOpenFlags open in new[]
        {
            GuestOpenFlags.Read,
            GuestOpenFlags.Write,
            GuestOpenFlags.Read | GuestOpenFlags.Write,
        })
        {
            Assert.That(() => root.OpenFile(["pipe"], open, out _), Refused(GuestFileError.NotRegular));
        }

        Assert.That(reader.Wait(TimeSpan.FromMilliseconds(100)), Is.False, "nobody opened the pipe");
        File.OpenHandle(pipe, FileMode.Open, FileAccess.Write).Dispose();
        reader.Wait();
    }

    [Test]
    public void Replace_WhereALinkStands_ReplacesTheLink()
    {
        File.CreateSymbolicLink(Path.Combine(Inside, "file"), Path.Combine(Outside, "a.txt"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                Path.Combine(Outside, "a.txt"),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherWrite);
        }

        using ConfinedDirectory root = Open();

        root.Replace(["file"], "new"u8);

        Assert.That(File.ReadAllText(Path.Combine(Outside, "a.txt")), Is.EqualTo("outside"));
        Assert.That(new FileInfo(Path.Combine(Inside, "file")).LinkTarget, Is.Null);
        Assert.That(Read(root, "file"), Is.EqualTo("new"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.That(
                File.GetUnixFileMode(Path.Combine(Inside, "file")) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite
                    | UnixFileMode.UserExecute),
                Is.EqualTo(UnixFileMode.None),
                "a link's permissions are nobody's");
        }
    }

    [Test]
    public void RemoveFile_OfALink_RemovesTheLink()
    {
        File.CreateSymbolicLink(Path.Combine(Inside, "file"), Path.Combine(Outside, "a.txt"));
        using ConfinedDirectory root = Open();

        root.RemoveFile(["file"]);

        Assert.That(File.Exists(Path.Combine(Outside, "a.txt")), Is.True);
        Assert.That(Path.Exists(Path.Combine(Inside, "file")), Is.False);
    }

    [Test]
    public void GetEntry_Kinds_AreTold()
    {
        File.CreateSymbolicLink(Path.Combine(Inside, "link"), Path.Combine(Outside, "a.txt"));
        using ConfinedDirectory root = Open();

        Assert.That(root.GetInfo(["link"]).Kind, Is.EqualTo(GuestFileKind.SymbolicLink));
        Assert.That(root.GetInfo([]).Kind, Is.EqualTo(GuestFileKind.Directory));
        Assert.That(
            root.GetInfo(["sub", "a.txt"]),
            Has.Property("Kind").EqualTo(GuestFileKind.RegularFile).And.Property("Size").EqualTo(6));
        Assert.That(
            root.GetInfo(["sub", "a.txt"]).Modified,
            Is.EqualTo(new DateTimeOffset(File.GetLastWriteTimeUtc(Path.Combine(Inside, "sub", "a.txt")))).Within(
                TimeSpan.FromMilliseconds(1)));
        Assert.That(
            root.List().Select(entry => (entry.Name, entry.Kind)),
            Is.EquivalentTo(new[] { ("link", GuestFileKind.SymbolicLink), ("sub", GuestFileKind.Directory) }));
    }

    [Test]
    public void Files_MadeWrittenRenamedAndRemoved_AreSoOnTheDisk()
    {
        using ConfinedDirectory root = Open();
        root.CreateDirectory(["new"]);
        using (ConfinedDirectory inner = root.OpenDirectory(["new"]))
        {
            using (ConfinedFile file = inner.OpenFile(
                ["f"], GuestOpenFlags.Read | GuestOpenFlags.Write | GuestOpenFlags.Create, out bool wasCreated))
            {
                Assert.That(wasCreated, Is.True);
                file.Write(3, "def"u8);
                file.Write(0, "abc"u8);
                file.SetLength(5);
                file.SetTimes(DateTimeOffset.UnixEpoch.AddDays(1), DateTimeOffset.UnixEpoch);
                file.Sync();
                Assert.That((file.Length, file.GetInfo().Modified), Is.EqualTo((5L, DateTimeOffset.UnixEpoch)));
                Assert.That(file.GetInfo().Accessed, Is.EqualTo(DateTimeOffset.UnixEpoch.AddDays(1)));
            }

            inner.Sync();
            inner.Rename(["f"], root, ["sub", "a.txt"]);
        }

        Assert.That(File.ReadAllText(Path.Combine(Inside, "sub", "a.txt")), Is.EqualTo("abcde"));
        root.RemoveDirectory(["new"]);
        root.RemoveFile(["sub", "a.txt"]);
        root.RemoveDirectory(["sub"]);
        Assert.That(root.List(), Is.Empty);
    }

    [Test]
    public void Failures_Usual_AreTold()
    {
        using ConfinedDirectory root = Open();

        Assert.That(() => Read(root, "none"), Refused(GuestFileError.NotFound));
        Assert.That(() => Read(root, "none", "a"), Refused(GuestFileError.NotFound));
        Assert.That(() => Read(root, "sub"), Refused(GuestFileError.IsDirectory));
        Assert.That(() => Read(root, "sub", "a.txt", "b"), Refused(GuestFileError.NotDirectory));
        Assert.That(() => root.OpenDirectory(["sub", "a.txt"]), Refused(GuestFileError.NotDirectory));
        Assert.That(() => root.RemoveDirectory(["sub"]), Refused(GuestFileError.NotEmpty));
        Assert.That(() => root.CreateDirectory(["sub"]), Refused(GuestFileError.Exists));
        Assert.That(() => root.RemoveFile(["none"]), Refused(GuestFileError.NotFound));
        Assert.That(
            () =>
                root.OpenFile(
                    ["sub", "a.txt"], GuestOpenFlags.Write | GuestOpenFlags.Create | GuestOpenFlags.Exclusive, out _),
            Refused(GuestFileError.Exists));
        Assert.That(() => ConfinedDirectory.Open(_temporary.PathOf("missing")), Refused(GuestFileError.NotFound));
    }

    [Test]
    public void OpenFile_Truncate_EmptiesIt()
    {
        using ConfinedDirectory root = Open();

        root.OpenFile(["sub", "a.txt"], GuestOpenFlags.Write | GuestOpenFlags.Truncate, out bool wasCreated).Dispose();

        Assert.That((wasCreated, Read(root, "sub", "a.txt")), Is.EqualTo((false, "")));
    }

    [Test]
    public void Replace_Fails_LeavesTheOldFileAndNothingElse()
    {
        using ConfinedDirectory root = Open();

        Assert.That(() => root.Replace(["sub"], "x"u8), Refused(GuestFileError.IsDirectory));
        Assert.That(() => root.Replace(["none", "x"], "x"u8), Refused(GuestFileError.NotFound));
        Assert.That(Directory.GetFileSystemEntries(Inside, "*", SearchOption.AllDirectories), Has.Length.EqualTo(2));
    }

    /// <summary>
    /// A thread swaps a directory with a link that leads out, as fast as it can, while the sandbox reads and
    /// writes through it.
    /// </summary>
    [Test]
    public void Race_DirectorySwappedForALink_IsNeverFollowed()
    {
        string sub = Path.Combine(Inside, "sub");
        string parked = Path.Combine(Inside, "parked");
        string target = Path.Combine(Outside, "sub");
        using ConfinedDirectory root = Open();
        using var stop = new CancellationTokenSource();
        long swaps = 0;
        var swapper = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                Directory.Move(sub, parked);
                Directory.CreateSymbolicLink(sub, target);
                Directory.Delete(sub);
                Directory.Move(parked, sub);
                Interlocked.Increment(ref swaps);
            }
        });
        swapper.Start();
        Dictionary<string, int> seen = [];
        bool HasSeenAll() => Interlocked.Read(ref swaps) >= 100 && seen.ContainsKey("inside");
        try
        {
            for (int i = 0; i < 20_000 || (!HasSeenAll() && i < 2_000_000); i++)
            {
                string outcome = Outcome(() => Read(root, "sub", "a.txt"));
                seen[outcome] = seen.GetValueOrDefault(outcome) + 1;
                if (byHandles && i % 16 == 0)
                {
                    Outcome(() => Write(root, "written", "sub", "w.txt"));
                }
            }
        }
        finally
        {
            stop.Cancel();
            swapper.Join();
        }

        Assert.That(swaps, Is.Positive);
        Assert.That(seen.Keys, Does.Not.Contain("outside"));
        Assert.That(seen.Keys, Does.Contain("inside"));
        Assert.That(seen.Keys, Does.Contain("Link"), "the race was never met, so the test proved nothing");
        Assert.That(Directory.GetFiles(Path.Combine(Outside, "sub")), Has.Length.EqualTo(1), "a file was made outside");
    }

    public void Dispose() => _temporary.Dispose();

    private static string Outcome(Func<string> action)
    {
        try
        {
            return action();
        }
        catch (GuestFileException e)
        {
            return e.Error.ToString();
        }
    }

    private static string Read(ConfinedDirectory root, params string[] path)
    {
        using ConfinedFile file = root.OpenFile(path, GuestOpenFlags.Read, out _);
        byte[] buffer = new byte[100];
        return Encoding.UTF8.GetString(buffer, 0, file.Read(0, buffer));
    }

    private static string Write(ConfinedDirectory root, string text, params string[] path)
    {
        using ConfinedFile file = root.OpenFile(path, GuestOpenFlags.Write | GuestOpenFlags.Create, out _);
        file.Write(0, Encoding.UTF8.GetBytes(text));
        return text;
    }

    private static NUnit.Framework.Constraints.EqualConstraint<GuestFileError> Refused(GuestFileError error) =>
        Throws.InstanceOf<GuestFileException>().With.Property("Error").EqualTo(error);

    private ConfinedDirectory Open(string? path = null) =>
        byHandles ? LinuxDirectory.OpenRoot(path ?? Inside) : PortableDirectory.OpenRoot(path ?? Inside);
}

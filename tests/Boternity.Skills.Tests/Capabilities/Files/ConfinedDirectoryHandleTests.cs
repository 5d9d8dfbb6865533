using System.Runtime.Versioning;
using Boternity.Skills.Capabilities.Files;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Tests.Capabilities.Files;

/// <summary>What handles of directories and files can do, and that none is left open.</summary>
[TestFixture(true)]
[TestFixture(false)]
internal sealed class ConfinedDirectoryHandleTests(bool byHandles) : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();

    [SetUp]
    public void MakeDirectories()
    {
        if (byHandles && !LinuxDirectory.IsSupported)
        {
            Assert.Ignore("This platform has no directory handles; the other fixture covers it.");
        }

        Directory.CreateDirectory(_temporary.PathOf("sub", "deep"));
        File.WriteAllText(_temporary.PathOf("sub", "a.txt"), "text");
    }

    [Test]
    public void File_OpenedForOne_CannotDoTheOther()
    {
        using ConfinedDirectory root = Open();
        using ConfinedFile read = root.OpenFile(["sub", "a.txt"], GuestOpenFlags.Read, out _);
        using ConfinedFile written = root.OpenFile(["sub", "a.txt"], GuestOpenFlags.Write, out _);

        Assert.That(() => read.Write(0, "x"u8), Throws.InstanceOf<GuestFileException>());
        Assert.That(() => read.SetLength(0), Throws.InstanceOf<GuestFileException>());
        Assert.That(() => written.Read(0, new byte[1]), Throws.InstanceOf<GuestFileException>());
        Assert.That(File.ReadAllText(_temporary.PathOf("sub", "a.txt")), Is.EqualTo("text"));
    }

    [Test]
    public void File_OpenedForBoth_DoesBoth()
    {
        using ConfinedDirectory root = Open();
        using ConfinedFile file = root.OpenFile(
            ["sub", "a.txt"], GuestOpenFlags.Read | GuestOpenFlags.Write, out bool wasCreated);
        byte[] buffer = new byte[4];

        file.Write(0, "T"u8);

        Assert.That((wasCreated, file.Read(0, buffer)), Is.EqualTo((false, 4)));
        Assert.That(buffer, Is.EqualTo("Text"u8.ToArray()));
    }

    [Test]
    public void OpenDirectory_WithoutAName_IsTheDirectoryItself()
    {
        using ConfinedDirectory root = Open();
        using ConfinedDirectory sub = root.OpenDirectory(["sub"]);
        using ConfinedDirectory same = sub.OpenDirectory([]);

        Assert.That(same.List().Select(entry => entry.Name), Is.EquivalentTo(new[] { "a.txt", "deep" }));
    }

    [Test]
    public void OpenRoot_OfAFile_IsNoDirectory() => Assert.That(
        () => Open(_temporary.PathOf("sub", "a.txt")).Dispose(),
        Throws.InstanceOf<GuestFileException>()
            .With.Property("Error")
            .EqualTo(byHandles ? GuestFileError.NotDirectory : GuestFileError.NotFound));

    [Test]
    public void List_OfADirectoryThatIsGone_IsEmptyOrAnError()
    {
        using ConfinedDirectory root = Open();
        using ConfinedDirectory deep = root.OpenDirectory(["sub", "deep"]);
        Directory.Delete(_temporary.PathOf("sub", "deep"));

        // A handle outlives the directory's name; a path does not.
        Assert.That(
            () => deep.List().ToList(), byHandles
                ? Is.Empty
                : Throws.InstanceOf<GuestFileException>().With.Property("Error").EqualTo(GuestFileError.NotFound));
    }

    /// <summary>A directory that is swapped for a link while it is listed gives no more of its names.</summary>
    [TestCase(1)]
    [TestCase(2)]
    public void List_OfADirectorySwappedForALink_EndsInAnError(int listed)
    {
        Assume.That(byHandles, Is.False, "a handle stays with the directory that it was opened for");
        Directory.CreateDirectory(_temporary.PathOf("outside"));
        using ConfinedDirectory root = Open();
        using ConfinedDirectory sub = root.OpenDirectory(["sub"]);
        using IEnumerator<GuestDirectoryEntry> entries = sub.List().GetEnumerator();
        for (int i = 0; i < listed; i++)
        {
            Assert.That(entries.MoveNext(), Is.True);
        }

        Directory.Move(_temporary.PathOf("sub"), _temporary.PathOf("parked"));
        Directory.CreateSymbolicLink(_temporary.PathOf("sub"), _temporary.PathOf("outside"));

        Assert.That(() => entries.MoveNext(), Failed(GuestFileError.Link));
    }

    [Test]
    public void Rename_OfDirectoriesAndFiles_NeverMixesThem()
    {
        using ConfinedDirectory root = Open();
        root.CreateDirectory(["dir"]);
        root.CreateDirectory(["dir", "full"]);

        Assert.That(() => root.Rename(["dir"], root, ["sub", "a.txt"]), Failed(GuestFileError.NotDirectory));
        Assert.That(() => root.Rename(["dir"], root, ["sub"]), Failed(GuestFileError.NotEmpty));
        Assert.That(() => root.Rename(["sub", "a.txt"], root, ["dir"]), Failed(GuestFileError.IsDirectory));
        root.Rename(["dir"], root, ["sub", "moved"]);

        Assert.That(Directory.Exists(_temporary.PathOf("sub", "moved", "full")), Is.True);
        Assert.That(Directory.Exists(_temporary.PathOf("dir")), Is.False);
        Assert.That(File.ReadAllText(_temporary.PathOf("sub", "a.txt")), Is.EqualTo("text"));
    }

    [Test]
    public void Remove_OfTheOtherKind_IsRefused()
    {
        using ConfinedDirectory root = Open();

        Assert.That(() => root.RemoveDirectory(["sub", "a.txt"]), Failed(GuestFileError.NotDirectory));
        Assert.That(() => root.RemoveFile(["sub", "deep"]), Failed(GuestFileError.IsDirectory));
        Assert.That(Directory.Exists(_temporary.PathOf("sub", "deep")), Is.True);
    }

    [Test]
    [Platform("Unix")]
    [UnsupportedOSPlatform("windows")]
    public void Replace_WhereNothingStands_MakesAFileLikeAnyOther()
    {
        const UnixFileMode ordinary = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead
            | UnixFileMode.OtherRead;
        using ConfinedDirectory root = Open();
        string other = _temporary.PathOf("other");
        File.WriteAllText(other, "");

        root.Replace(["new"], "text"u8);

        Assert.That(
            File.GetUnixFileMode(_temporary.PathOf("new")) & ordinary,
            Is.EqualTo(File.GetUnixFileMode(other) & ordinary));
    }

    [Test]
    [Platform("Linux")]
    public void GetInfo_OfAnEntry_TellsWhichItIs()
    {
        using LinuxDirectory root = LinuxDirectory.OpenRoot(_temporary.Root);

        GuestFileInfo file = root.GetInfo(["sub", "a.txt"]);
        GuestFileInfo directory = root.GetInfo(["sub"]);

        Assert.That(file.Device, Is.EqualTo(directory.Device).And.Not.Zero);
        Assert.That(file.Node, Is.Not.EqualTo(directory.Node).And.Not.Zero);
        Assert.That(file.Links, Is.EqualTo(1));
    }

    /// <summary>A guest can ask as often as it likes; a handle that stays open each time would end its host.</summary>
    [Test]
    [Platform("Linux")]
    public void EveryOperation_SucceedingOrNot_LeavesNoHandleOpen()
    {
        using (ConfinedDirectory root = Open())
        {
            int before = Handles();
            root.OpenFile(["sub", "a.txt"], GuestOpenFlags.Read, out _).Dispose();
            root.OpenFile(["sub", "new"], GuestOpenFlags.Write | GuestOpenFlags.Create, out _).Dispose();
            root.OpenDirectory(["sub", "deep"]).Dispose();
            root.GetInfo(["sub", "deep"]);
            root.CreateDirectory(["sub", "deep", "er"]);
            root.Rename(["sub", "new"], root, ["sub", "deep", "new"]);
            root.Replace(["sub", "deep", "new"], "x"u8);
            root.RemoveFile(["sub", "deep", "new"]);
            root.RemoveDirectory(["sub", "deep", "er"]);
            Assert.That(root.List().Count(), Is.EqualTo(1));
            string[][] unusable = [["sub", "none"], ["sub", "deep", "none"], ["sub", "a.txt", "x"]];
            foreach (string[] path in unusable)
            {
                Assert.That(
                    () => root.OpenFile(path, GuestOpenFlags.Read, out _), Throws.InstanceOf<GuestFileException>());
                Assert.That(() => root.OpenDirectory([.. path, "x"]), Throws.InstanceOf<GuestFileException>());
                Assert.That(() => root.GetInfo(path), Throws.InstanceOf<GuestFileException>());
            }

            Assert.That(
                () => root.OpenFile(["sub", "a.txt"], GuestOpenFlags.Read | GuestOpenFlags.Truncate, out _),
                Throws.InstanceOf<GuestFileException>());
            Assert.That(Handles(), Is.EqualTo(before));
        }

        Assert.That(Handles(), Is.Zero);
        Assert.That(File.ReadAllText(_temporary.PathOf("sub", "a.txt")), Is.EqualTo("text"));
    }

    public void Dispose() => _temporary.Dispose();

    /// <summary>How many handles of this process lead into the test's directory (proc(5)).</summary>
    private int Handles() => new DirectoryInfo("/proc/self/fd")
        .EnumerateFileSystemInfos()
        .Count(handle => handle.LinkTarget?.StartsWith(_temporary.Root, StringComparison.Ordinal) is true);

    private static NUnit.Framework.Constraints.EqualConstraint<GuestFileError> Failed(GuestFileError error) =>
        Throws.InstanceOf<GuestFileException>().With.Property("Error").EqualTo(error);

    private ConfinedDirectory Open(string? path = null) => byHandles
        ? LinuxDirectory.OpenRoot(path ?? _temporary.Root)
        : PortableDirectory.OpenRoot(path ?? _temporary.Root);
}

using Boternity.Skills.Packaging;
using Boternity.Skills.Registries.Git;

namespace Boternity.Skills.Tests.Registries.Git;

public sealed class GitFoldersTests
{
    private const string Nowhere = "0123456789abcdef0123456789abcdef01234567";

    [Test]
    public void Read_Folders_GivesEverythingWithItsPath()
    {
        var pack = new GitPackBuilder();
        string file = pack.Blob("x");
        string inner = pack.Tree(("100755", "run", file), ("120000", "link", file));
        string commit = pack.Commit(pack.Tree(
            ("100644", "a", file), ("40000", "b", inner), ("160000", "other", Nowhere), ("100664", "old", file)));

        Assert.That(
            Read(pack, commit).Select(entry => $"{entry.Kind} {entry.Name}"),
            Is.EqualTo(new[]
            {
                "File a", "Folder b", "Executable b/run", "Link b/link", "Submodule other", "File old",
            }));
    }

    [TestCase("..", "'.' or '..'")]
    [TestCase(".", "'.' or '..'")]
    [TestCase("", "empty")]
    [TestCase("/etc/passwd", "slash")]
    [TestCase("a/b", "slash")]
    [TestCase(".git", "Git's own directory")]
    [TestCase(".GIT", "Git's own directory")]
    public void Read_NameThatLeadsElsewhere_IsRefused(string name, string text)
    {
        var pack = new GitPackBuilder();
        string file = pack.Blob("x");
        string commit = pack.Commit(pack.Tree(("40000", "folder", pack.Tree(("100644", name, file)))));

        SkillPackageException error = Assert.Throws<SkillPackageException>(() => Read(pack, commit))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.PackagePath));
        Assert.That(error.Message, Does.Contain(text).And.Contain("folder/"));
    }

    [Test]
    public void Read_NameTwice_IsRefused()
    {
        var pack = new GitPackBuilder();
        string file = pack.Blob("x");
        string commit = pack.Commit(pack.Tree(("100644", "a", file), ("40000", "a", pack.Tree())));

        Assert.That(
            Assert.Throws<SkillPackageException>(() => Read(pack, commit))!.Message, Does.Contain("the name twice"));
    }

    [TestCase("100644", true, "has no object")]
    [TestCase("40000", true, "has no object")]
    [TestCase("40000", false, "is no tree")]
    [TestCase("777", false, "which is not known")]
    public async Task ReadAsync_EntryThatIsNotWhatItSays_IsRefused(string mode, bool isMissing, string text)
    {
        var pack = new GitPackBuilder();
        string commit = pack.Commit(pack.Tree((mode, "a", isMissing ? Nowhere : pack.Blob("x"))));

        SkillPackageException error = (await Assert.ThrowsAsync<SkillPackageException>(
            () => ArchiveAsync(pack, commit)))!;

        Assert.That(error.Message, Does.Contain(text));
    }

    [Test]
    public void Read_CommitThatIsNone_IsRefused()
    {
        var pack = new GitPackBuilder();
        string blob = pack.Blob("x");
        string empty = pack.Add(1, "commit", "author a\n"u8.ToArray());

        Assert.That(
            Assert.Throws<SkillPackageException>(() => Read(pack, blob))!.Message, Does.Contain("is no commit"));
        Assert.That(
            Assert.Throws<SkillPackageException>(() => Read(pack, empty))!.Message, Does.Contain("names no folder"));
        Assert.That(
            Assert.Throws<SkillPackageException>(() => Read(pack, Nowhere))!.Message, Does.Contain("has no object"));
    }

    [Test]
    public void Read_FolderThatIsDamaged_IsRefused()
    {
        var pack = new GitPackBuilder();
        string commit = pack.Commit(pack.Add(2, "tree", "100644 a\0123"u8.ToArray()));

        Assert.That(Assert.Throws<SkillPackageException>(() => Read(pack, commit))!.Message, Does.Contain("damaged"));
    }

    [Test]
    public void Read_FoldersInOneAnotherBeyondTheLimit_AreRefused()
    {
        var pack = new GitPackBuilder();
        string tree = pack.Tree(("100644", "a", pack.Blob("x")));
        for (int i = 0; i <= GitFolders.MaxDepth; i++)
        {
            tree = pack.Tree(("40000", "d", tree));
        }

        string commit = pack.Commit(tree);

        Assert.That(
            Assert.Throws<SkillPackageException>(() => Read(pack, commit))!.Limit, Is.EqualTo(GitFolders.MaxDepth));
    }

    [Test]
    public void Read_PathBeyondTheLimit_IsRefused()
    {
        var pack = new GitPackBuilder();
        string name = new('n', GitFolders.MaxNameBytes);
        string tree = pack.Tree(("100644", "a", pack.Blob("x")));
        for (int i = 0; i <= GitFolders.MaxPathBytes / name.Length; i++)
        {
            tree = pack.Tree(("40000", name, tree));
        }

        string commit = pack.Commit(tree);

        Assert.That(
            Assert.Throws<SkillPackageException>(() => Read(pack, commit))!.Limit,
            Is.EqualTo(GitFolders.MaxPathBytes));
    }

    [Test]
    public void Read_NameBeyondTheLimit_IsRefused()
    {
        var pack = new GitPackBuilder();
        string name = new('n', GitFolders.MaxNameBytes + 1);
        string commit = pack.Commit(pack.Tree(("100644", name, pack.Blob("x"))));

        Assert.That(
            Assert.Throws<SkillPackageException>(() => Read(pack, commit))!.Limit,
            Is.EqualTo(GitFolders.MaxNameBytes));
    }

    [Test]
    public void Read_LargeFoldersInOneAnother_AreHeldToTheLimitTogether()
    {
        // The first entry of each is the next one, so that all of them are open before anything else is given.
        var pack = new GitPackBuilder();
        string file = pack.Blob("x");
        string tree = pack.Tree(("100644", "a", file));
        for (int i = 0; i < 10; i++)
        {
            (string, string, string)[] files =
                [.. Enumerable.Range(0, 100).Select(n => ("100644", $"f{n}", file))];
            tree = pack.Tree([("40000", "a", tree), .. files]);
        }

        string commit = pack.Commit(tree);
        int count = 0;

        SkillPackageException error = Assert.Throws<SkillPackageException>(() =>
        {
            foreach (GitFolderEntry _ in Lazy(pack, commit, new ArchiveLimits { MaxEntries = 500 }))
            {
                count++;
            }
        })!;

        Assert.That(error.Limit, Is.EqualTo(500));
        Assert.That(count, Is.LessThan(10), "the limit is met by what is read, before it is given");
    }

    [Test]
    public void Read_FoldersThatMultiply_StopAtTheLimitOfEntries()
    {
        // Ten times ten times ten …: a pack of a kilobyte with 10^12 files.
        var pack = new GitPackBuilder();
        string tree = pack.Blob("x");
        string mode = "100644";
        for (int i = 0; i < 12; i++)
        {
            string below = tree;
            string kind = mode;
            tree = pack.Tree([.. Enumerable.Range(0, 10).Select(n => (kind, $"{n}", below))]);
            mode = "40000";
        }

        string commit = pack.Commit(tree);
        int count = 0;

        SkillPackageException error = Assert.Throws<SkillPackageException>(() =>
        {
            foreach (GitFolderEntry _ in Lazy(pack, commit, new ArchiveLimits { MaxEntries = 5_000 }))
            {
                count++;
            }
        })!;

        Assert.That(error.Limit, Is.EqualTo(5_000));
        Assert.That(count, Is.LessThanOrEqualTo(5_000));
    }

    [Test]
    public async Task ReadAsync_ReaderThatStops_EndsTheWriter()
    {
        var pack = new GitPackBuilder();
        byte[] content = new byte[4_000_000];
        new Random(1).NextBytes(content);
        string commit = pack.Commit(pack.Tree(("100644", "a", pack.Blob(content))));

        int read = await ReadAsync(
            pack, commit, async (archive, token) => await archive.ReadAsync(new byte[10], token));

        Assert.That(read, Is.GreaterThan(0));
    }

    private static async Task ArchiveAsync(GitPackBuilder pack, string commit) => await ReadAsync(
        pack,
        commit,
        async (archive, token) =>
        {
            await archive.CopyToAsync(Stream.Null, token);
            return 0;
        });

    private static ValueTask<int> ReadAsync(
        GitPackBuilder builder, string commit, Func<Stream, CancellationToken, ValueTask<int>> readAsync) =>
        GitArchive.ReadAsync(
            Open(builder), commit, GitObjectFormat.Sha1, new ArchiveLimits(), readAsync, CancellationToken.None);

    private static List<GitFolderEntry> Read(GitPackBuilder builder, string commit) =>
        [.. Lazy(builder, commit, new ArchiveLimits())];

    private static IEnumerable<GitFolderEntry> Lazy(GitPackBuilder builder, string commit, ArchiveLimits limits) =>
        GitFolders.Read(Open(builder), commit, GitObjectFormat.Sha1, limits);

    private static GitPack Open(GitPackBuilder builder)
    {
        byte[] pack = builder.Build();
        return GitPack.Read(pack, pack.Length, GitObjectFormat.Sha1, new ArchiveLimits(), CancellationToken.None);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.IO.Abstractions;
using Boternity.Skills.Storage;

namespace Boternity.Skills.Tests.Storage;

/// <summary>Skills that are installed together: all of them are there, or everything is as it was.</summary>
public sealed class StoreTransactionTests : IDisposable
{
    private static readonly string[] Ids = ["one", "two", "three"];

    private readonly string _root = Directory.CreateDirectory(Path.Combine(
        Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"boternity-test-{Guid.NewGuid():N}")).FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Test]
    public async Task CommitAsync_OfSeveral_InstallsAllAndKeepsWhatWasBefore()
    {
        FileSystemSkillStore store = Open("store");
        await CommitAsync(store, "1");

        IReadOnlyList<InstalledSkill> installed = await CommitAsync(store, "2");

        Assert.That(installed.Select(skill => skill.SkillId), Is.EqualTo(Ids));
        Assert.That(await LookAsync("store"), Is.EqualTo("2 2 2"));
        Assert.That((await store.FindPreviousAsync("two"))!.Manifest.Version, Is.EqualTo("1"));
        Assert.That(await store.ReadBodyAsync(installed[1]), Is.EqualTo("Body 2.\n"));
    }

    [Test]
    public async Task CommitAsync_TwoWithOneId_IsRefused()
    {
        FileSystemSkillStore store = Open("store");
        SkillCommit one = await StageAsync(store, "one", "1");

        await Assert.ThrowsAsync<ArgumentException>(() => store.CommitAsync([one, one]));
    }

    [Test]
    public async Task CommitAsync_OneOfAnotherSource_InstallsNone()
    {
        FileSystemSkillStore store = Open("store");
        SkillCommit[] commits = [await StageAsync(store, "one", "1"), await StageAsync(store, "two", "1")];
        SkillStoreRequest other = StoreBench.Prompt("9") with { SkillId = "two" };
        await store.InstallAsync(other with
        {
            Package = other.Package with { Source = TestSkills.Source("elsewhere", "other") },
        });

        await Assert.ThrowsAsync<SkillConflictException>(() => store.CommitAsync(commits));

        Assert.That((await store.ListAsync()).Skills.Single().SkillId, Is.EqualTo("two"));
    }

    [Test]
    public async Task CommitAsync_StoppedAtEveryOperation_LeavesAllOrNone(
        [Values] StoreCrashTests.Fault fault, [Values] bool isUpdate)
    {
        if (isUpdate)
        {
            await CommitAsync(Open("template"), "1");
        }

        string before = isUpdate ? "1 1 1" : "- - -";
        var counting = new FaultyFileSystem();
        Copy("template", "counting");
        await CommitAsync(Open("counting", counting), "2");
        HashSet<string> seen = [];
        for (int n = 1; n <= counting.Log.Count; n++)
        {
            string name = $"store-{n}";
            Copy("template", name);
            var disk = new FaultyFileSystem
            {
                FailAt = n,
                PowerCut = fault == StoreCrashTests.Fault.PowerCut,
                DoneAndFailed = fault == StoreCrashTests.Fault.DoneAndFailed,
            };
            bool threw = false;
            try
            {
                await CommitAsync(Open(name, disk), "2");
            }
            catch (SkillStoreException)
            {
                threw = true;
            }

            string where = $"operation {n} of {counting.Log.Count}: {disk.Log[n - 1]}";
            string after = await LookAsync(name, byListFirst: n % 2 == 0);
            Assert.That(after, Is.EqualTo(before).Or.EqualTo("2 2 2"), where);
            Assert.That(threw || after == "2 2 2", Is.True, $"{where} was swallowed, and the write not done");
            Assert.That((await Open(name).VerifyAsync()).Problems, Is.Empty, where);
            seen.Add(after);

            await CommitAsync(Open(name), "3");
            Assert.That(await LookAsync(name), Is.EqualTo("3 3 3"), where);
            Assert.That(Directory.EnumerateFileSystemEntries(PathOf(name, "staging")), Is.Empty, where);
            Assert.That(Directory.Exists(PathOf(name, "transaction")), Is.False, where);
            Directory.Delete(PathOf(name), recursive: true);
        }

        Assert.That(seen, Is.EquivalentTo(new[] { before, "2 2 2" }));
    }

    [Test]
    public async Task CommitAsync_ProcessKilledAtEachMove_LeavesAllOrNone()
    {
        var counting = new FaultyFileSystem();
        await CommitAsync(Open("template"), "1");
        Copy("template", "counting");
        await CommitAsync(Open("counting", counting), "2");
        string[] moves = [.. counting.Log.Where(operation => operation.StartsWith("Move", StringComparison.Ordinal))];
        HashSet<string> seen = [];
        for (int n = 0; n < moves.Length; n++)
        {
            string name = $"killed-{n}";
            Copy("template", name);
            using Process child = StoreChild.Start(
                "together", PathOf(name), (n + 1).ToString(CultureInfo.InvariantCulture));
            Assert.That(await child.StandardOutput.ReadLineAsync(), Does.StartWith("Move"));
            child.Kill();
            await child.WaitForExitAsync();

            string after = await LookAsync(name, byListFirst: n % 2 == 0);
            Assert.That(after, Is.EqualTo("1 1 1").Or.EqualTo("2 2 2"), moves[n]);
            seen.Add(after);
        }

        Assert.That(seen, Has.Count.EqualTo(2), "Some are killed before the moment that counts, and some after it.");
    }

    /// <summary>What the other process of the test above does.</summary>
    internal static async Task<int> StopAtMoveAsync(string root, int number)
    {
        int moves = 0;
        var disk = new FaultyFileSystem
        {
            Before = operation =>
            {
                if (operation.StartsWith("Move", StringComparison.Ordinal) && ++moves == number)
                {
                    Console.Out.WriteLine(operation);
                    Thread.Sleep(Timeout.Infinite);
                }
            },
        };
        await CommitAsync(StoreBench.OpenAt(root, disk), "2");
        return 0;
    }

    private static async Task<IReadOnlyList<InstalledSkill>> CommitAsync(FileSystemSkillStore store, string version)
    {
        List<SkillCommit> commits = [];
        foreach (string id in Ids)
        {
            commits.Add(await StageAsync(store, id, version));
        }

        return await store.CommitAsync(commits);
    }

    private static async Task<SkillCommit> StageAsync(FileSystemSkillStore store, string id, string version) =>
        new() { Staged = await store.StageAsync(StoreBench.Prompt(version, "a.txt") with { SkillId = id }) };

    private async Task<string> LookAsync(string name, bool byListFirst = true)
    {
        FileSystemSkillStore store = Open(name);
        if (byListFirst)
        {
            Assert.That((await store.ListAsync()).Damaged, Is.Empty);
        }

        List<string> versions = [];
        foreach (string id in Ids)
        {
            InstalledSkill? skill = await store.FindAsync(id);
            versions.Add(skill is null ? "-" : StoreState.WholeVersion(skill));
        }

        return string.Join(' ', versions);
    }

    private string PathOf(params string[] parts) => Path.Combine([_root, .. parts]);

    private FileSystemSkillStore Open(string name, IFileSystem? disk = null) =>
        StoreBench.OpenAt(PathOf(name), disk ?? new FileSystem());

    private void Copy(string template, string name)
    {
        string from = PathOf(template);
        string to = Directory.CreateDirectory(PathOf(name)).FullName;
        if (Directory.Exists(from))
        {
            foreach (string directory in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            {
                Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, directory)));
            }

            foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
            }
        }
    }
}

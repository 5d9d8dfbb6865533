using System.IO.Abstractions;
using Boternity.Skills.Storage;

namespace Boternity.Skills.Tests.Storage;

/// <summary>Stops a write at every operation on the disk, and looks at what a store opened afterwards shows.</summary>
public sealed class StoreCrashTests : IDisposable
{
    // In memory where there is such a place: these tests are about the order of operations, and make some ten thousand.
    private readonly string _root = Directory.CreateDirectory(Path.Combine(
        Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"boternity-test-{Guid.NewGuid():N}")).FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    public enum Fault
    {
        /// <summary>One operation fails, and the process goes on.</summary>
        OneOperation,

        /// <summary>It fails, and so does everything after it.</summary>
        PowerCut,

        /// <summary>The operation is done, and then reported as failed; the process goes on.</summary>
        DoneAndFailed,
    }

    /// <summary>
    /// A write, the versions that are installed one after the other before it, and the one that it would install.
    /// </summary>
    public sealed record Scenario(string Name, string[] Before, Func<ISkillStore, Task> Write, string? After)
    {
        public string? Old => Before.LastOrDefault();

        public override string ToString() => Name;
    }

    private static Scenario[] Scenarios() =>
    [
        new("first install", [], store => store.InstallAsync(Version("1")), "1"),
        new("replacement", ["1"], store => store.InstallAsync(Version("2")), "2"),
        new("second replacement", ["1", "2"], store => store.InstallAsync(Version("3")), "3"),
        new("rollback", ["1", "2"], store => store.RollbackAsync("probe"), "1"),
        new("removal", ["1"], store => store.RemoveAsync("probe"), null),
        new("removal after a replacement", ["1", "2"], store => store.RemoveAsync("probe"), null),
    ];

    [Test]
    public async Task Write_StoppedAtEveryOperation_LeavesTheOldOrTheNewWhole(
        [ValueSource(nameof(Scenarios))] Scenario scenario, [Values] Fault fault)
    {
        string template = Path.Combine(_root, "template");
        foreach (string version in scenario.Before)
        {
            await Open(template).InstallAsync(Version(version));
        }

        int operations = await CountAsync(scenario, template);
        HashSet<string?> seen = [];
        for (int n = 1; n <= operations; n++)
        {
            string root = Copy(template, $"store-{n}");
            var disk = new FaultyFileSystem
            {
                FailAt = n,
                PowerCut = fault == Fault.PowerCut,
                DoneAndFailed = fault == Fault.DoneAndFailed,
            };
            bool threw = await ThrowsAsync(() => scenario.Write(Open(root, disk)));

            string? version = await LookAsync(root, byListFirst: n % 2 == 0);
            seen.Add(version);
            string where = $"operation {n} of {operations}: {disk.Log[n - 1]}";
            Assert.That(version, Is.EqualTo(scenario.Old).Or.EqualTo(scenario.After), where);
            Assert.That(threw || version == scenario.After, Is.True, $"{where} was swallowed, and the write not done");

            await Open(root).InstallAsync(Version("9"));
            Assert.That(await LookAsync(root, byListFirst: false), Is.EqualTo("9"), where);
            Assert.That(
                Directory.EnumerateFileSystemEntries(Path.Combine(root, "staging")),
                Is.Empty,
                $"{where}: leftovers are swept");
            Directory.Delete(root, recursive: true);
        }

        Assert.That(seen, Does.Contain(scenario.Old), "Some fault came before the change.");
    }

    [Test]
    public async Task Read_OperationFails_IsASkillErrorAndNeverAWrongAnswer()
    {
        string root = Path.Combine(_root, "store");
        InstalledSkill skill = await Open(root).InstallAsync(Version("1"));
        var counting = new FaultyFileSystem();
        await ReadAllAsync(Open(root, counting), skill);
        for (int n = 1; n <= counting.Log.Count; n++)
        {
            var disk = new FaultyFileSystem { FailAt = n };

            Assert.That(await ThrowsAsync(() => ReadAllAsync(Open(root, disk), skill)), Is.True, disk.Log[n - 1]);
        }

        static async Task ReadAllAsync(FileSystemSkillStore store, InstalledSkill skill)
        {
            Assert.That(await StoreState.VersionAsync(store, "probe"), Is.EqualTo("1"));
            SkillInventory inventory = await store.ListAsync();
            if (inventory.Damaged is [var damaged, ..])
            {
                throw damaged.Error;
            }

            Assert.That(inventory.Skills, Has.Count.EqualTo(1));
            Assert.That(await store.ReadBodyAsync(skill), Is.EqualTo("Body 1.\n"));
        }
    }

    [Test]
    public async Task Readers_BetweenTheTwoRenames_SeeTheOldVersion()
    {
        string root = Path.Combine(_root, "store");
        InstalledSkill first = await Open(root).InstallAsync(Version("1"));
        int looks = 0;
        var disk = new FaultyFileSystem { Before = Look };

        await Open(root, disk).InstallAsync(Version("2"));

        Assert.That(looks, Is.EqualTo(1));
        Assert.That(await LookAsync(root, byListFirst: true), Is.EqualTo("2"));

        void Look(string operation)
        {
            if (operation.StartsWith("Move", StringComparison.Ordinal)
                && !Directory.Exists(Path.Combine(root, "skills", "probe")))
            {
                looks++;
                Assert.That(LookAsync(root, byListFirst: true).GetAwaiter().GetResult(), Is.EqualTo("1"));
                Assert.That(Open(root).ReadBodyAsync(first).GetAwaiter().GetResult(), Is.EqualTo("Body 1.\n"));
            }
        }
    }

    [Test]
    public async Task InstallAsync_CancelledAtEveryOperation_LeavesTheOldOrTheNewWhole()
    {
        string template = Path.Combine(_root, "template");
        await Open(template).InstallAsync(Version("1"));
        int operations = await CountAsync(Scenarios()[1], template);
        for (int n = 1; n <= operations; n++)
        {
            string root = Copy(template, $"store-{n}");
            using var cancelling = new CancellationTokenSource();
            int count = 0;
            var disk = new FaultyFileSystem();
            disk.Before = _ =>
            {
                if (Interlocked.Increment(ref count) == n)
                {
                    cancelling.Cancel();
                }
            };

            bool cancelled = false;
            try
            {
                await Open(root, disk).InstallAsync(Version("2"), cancelling.Token);
            }
            catch (OperationCanceledException)
            {
                cancelled = true;
            }

            Assert.That(await LookAsync(root, byListFirst: false), Is.EqualTo(cancelled ? "1" : "2"), disk.Log[n - 1]);
            Assert.That(Directory.EnumerateFileSystemEntries(Path.Combine(root, "staging")), Is.Empty);
            Directory.Delete(root, recursive: true);
        }
    }

    private static SkillStoreRequest Version(string version) => StoreBench.Tool(version, "scripts/run.py");

    private static FileSystemSkillStore Open(string root, IFileSystem? disk = null) =>
        StoreBench.OpenAt(root, disk ?? new FileSystem());

    private async Task<int> CountAsync(Scenario scenario, string template)
    {
        string root = Copy(template, "counting");
        var disk = new FaultyFileSystem();
        await scenario.Write(Open(root, disk));
        Assert.That(await LookAsync(root, byListFirst: false), Is.EqualTo(scenario.After));
        Directory.Delete(root, recursive: true);
        return disk.Log.Count;
    }

    private static async Task<string?> LookAsync(string root, bool byListFirst)
    {
        FileSystemSkillStore store = Open(root);
        if (!byListFirst)
        {
            await StoreState.VersionAsync(store, "probe");
        }

        SkillInventory inventory = await store.ListAsync();
        string? version = await StoreState.VersionAsync(store, "probe");
        Assert.That(inventory.Damaged, Is.Empty);
        Assert.That(inventory.Skills.SingleOrDefault()?.Manifest.Version, Is.EqualTo(version), "list and get agree");
        return version;
    }

    private static async Task<bool> ThrowsAsync(Func<Task> action)
    {
        try
        {
            await action();
            return false;
        }
        catch (SkillException)
        {
            return true;
        }
    }

    private string Copy(string template, string name)
    {
        string root = Path.Combine(_root, name);
        Directory.CreateDirectory(root);
        if (Directory.Exists(template))
        {
            foreach (string directory in Directory.EnumerateDirectories(template, "*", SearchOption.AllDirectories))
            {
                Directory.CreateDirectory(Path.Combine(root, Path.GetRelativePath(template, directory)));
            }

            foreach (string file in Directory.EnumerateFiles(template, "*", SearchOption.AllDirectories))
            {
                File.Copy(file, Path.Combine(root, Path.GetRelativePath(template, file)));
            }
        }

        return root;
    }
}

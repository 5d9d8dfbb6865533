using System.Diagnostics;
using System.IO.Abstractions;
using Boternity.Skills.Locking;
using Boternity.Skills.Storage;

namespace Boternity.Skills.Tests.Storage;

/// <summary>Real processes that race for a store, or die in it.</summary>
public sealed class StoreProcessTests : IDisposable
{
    private readonly StoreBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task TwoProcesses_InstallingAtOnce_TakeTurnsAndReadersSeeWholeVersions()
    {
        const int Count = 12;
        await _bench.Store.InstallAsync(StoreBench.Tool("0", "both.txt"));
        using Process a = StoreChild.Start("install", _bench.Root, "a", $"{Count}");
        using Process b = StoreChild.Start("install", _bench.Root, "b", $"{Count}");
        foreach (Process process in (Process[])[a, b])
        {
            Assert.That(await process.StandardOutput.ReadLineAsync(), Is.EqualTo("ready"));
        }

        Task both = Task.WhenAll(GoAsync(a), GoAsync(b));
        HashSet<string> seen = [];
        while (!both.IsCompleted)
        {
            InstalledSkill skill = await _bench.Store.GetAsync("probe");
            Assert.That((await _bench.Store.ListAsync()).Skills, Has.Count.EqualTo(1));
            try
            {
                Assert.That(await _bench.Store.ReadBodyAsync(skill), Is.EqualTo($"Body {skill.Manifest.Version}.\n"));
                seen.Add(skill.Manifest.Version!);
            }
            catch (SkillNotInstalledException)
            {
                // Replaced twice since it was found.
            }
        }

        await both;
        Assert.That(seen, Has.Count.GreaterThan(1));
        Assert.That(
            await StoreState.VersionAsync(_bench.Store, "probe"), Is.EqualTo($"a{Count}").Or.EqualTo($"b{Count}"));
        Assert.That(Directory.EnumerateFileSystemEntries(Path.Combine(_bench.Root, "staging")), Is.Empty);
    }

    [Test]
    public async Task FourProcesses_WritingAtOnceAndOneOfThemKilled_LoseNothing()
    {
        const int Count = 6;
        string[] names = ["a", "b", "c", "d"];
        await _bench.Store.InstallAsync(StoreBench.Tool("0") with { SkillId = StoreCrowd.Shared });
        Process[] children =
        [
            .. names.Select(name => StoreChild.Start("crowd", _bench.Root, name, $"{Count}")),
        ];
        foreach (Process child in children)
        {
            Assert.That(await child.StandardOutput.ReadLineAsync(), Is.EqualTo(StoreCrowd.Ready));
        }

        foreach (Process child in children)
        {
            await child.StandardInput.WriteLineAsync("go");
        }

        // It has granted something, and dies wherever it is by then.
        List<string> said = [];
        while (said.Count < 5)
        {
            said.Add((await children[3].StandardOutput.ReadLineAsync())!);
        }

        children[3].Kill();
        said.AddRange((await children[3].StandardOutput.ReadToEndAsync()).Split('\n'));
        foreach (Process child in children[..3])
        {
            string rest = await child.StandardOutput.ReadToEndAsync();
            await child.WaitForExitAsync();
            Assert.That(child.ExitCode, Is.Zero, await child.StandardError.ReadToEndAsync());
            Assert.That(rest, Does.Contain($"saved {Count}"));
        }

        SkillInventory inventory = await _bench.Store.ListAsync();
        Assert.That(inventory.Damaged, Is.Empty);
        Assert.That((await _bench.Store.VerifyAsync()).Problems, Is.Empty);
        foreach (string name in names[..3])
        {
            Assert.That(
                await StoreState.VersionAsync(_bench.Store, StoreCrowd.OwnSkill(name)), Is.EqualTo($"{Count}"));
            Assert.That(inventory.Skills.Select(skill => skill.SkillId), Has.None.EqualTo($"gone-{name}"));
        }

        InstalledSkill shared = await _bench.Store.GetAsync(StoreCrowd.Shared);
        IReadOnlyList<string> granted = (await StoreChurn.OpenGrants(_bench.Root).GetAsync(shared)).Secrets;
        int ofTheDead = said.Count(line => line.StartsWith("granted", StringComparison.Ordinal));
        Assert.That(
            granted,
            Is.SupersetOf(names[..3].SelectMany(
                name => Enumerable.Range(1, Count).Select(i => StoreCrowd.Grant(name, i)))));
        Assert.That(
            granted, Is.SupersetOf(Enumerable.Range(1, ofTheDead).Select(i => StoreCrowd.Grant("d", i)).ToArray()));

        // What the dead one wrote after all others had saved for the last time, nobody saved.
        SkillLock saved = await StoreCrowd.OpenLocker(_bench.Root).ReadAsync(StoreCrowd.LockPath(_bench.Root));
        SkillLock now = await StoreCrowd.OpenLocker(_bench.Root).SaveAsync(StoreCrowd.LockPath(_bench.Root));
        Assert.That(OfTheLiving(saved), Is.EqualTo(OfTheLiving(now)), "The last to save saw what all had written.");
        Assert.That(OfTheLiving(saved), Has.Length.EqualTo(3));
        foreach (Process child in children)
        {
            child.Dispose();
        }

        string[] OfTheLiving(SkillLock file) =>
        [
            .. file.Skills
                .Where(entry => names[..3].Select(StoreCrowd.OwnSkill).Contains(entry.SkillId))
                .Select(entry => $"{entry.SkillId} {entry.ContentDigest} {entry.GrantsDigest}"),
        ];
    }

    [TestCase("directory")]
    [TestCase("pipe")]
    [TestCase("what another version wrote")]
    [Platform(Exclude = "Win", Reason = "Windows has no such pipes.")]
    public async Task LockFile_LeftOverAsSomethingElse_IsATypedErrorOrIsUsed(string what)
    {
        await _bench.Store.InstallAsync(StoreBench.Tool("1"));
        string path = Path.Combine(_bench.Root, ".lock");
        File.Delete(path);
        if (what == "directory")
        {
            Directory.CreateDirectory(path);
        }
        else if (what == "pipe")
        {
            using var make = Process.Start("mkfifo", path);
            await make.WaitForExitAsync();
        }
        else
        {
            await File.WriteAllTextAsync(path, $"pid {Environment.ProcessId}");
        }

        Task<InstalledSkill> install = _bench.Store.InstallAsync(StoreBench.Tool("2"));
        if (what.StartsWith("what", StringComparison.Ordinal))
        {
            Assert.That((await install).Manifest.Version, Is.EqualTo("2"));
            return;
        }

        Assert.That(
            () => install.WaitAsync(TimeSpan.FromSeconds(20)),
            Throws.InstanceOf<SkillStoreException>().With.Property("Code").EqualTo(SkillErrorCodes.StoreUnavailable));
        Assert.That(await StoreState.VersionAsync(_bench.Store, "probe"), Is.EqualTo("1"));
    }

    [TestCase("Flush", "1")]
    [TestCase("Move {skills}", "1", TestName = "Process_KilledBeforeTheFirstRename_LeavesTheOldVersion")]
    [TestCase("Move {staging}", "1", TestName = "Process_KilledBetweenTheRenames_LeavesTheOldVersion")]
    [TestCase("Delete {staging}", "2", TestName = "Process_KilledWhileCleaningUp_LeavesTheNewVersion")]
    public async Task Process_Killed_LeavesAWholeVersionAndBlocksNobody(string operation, string expected)
    {
        await _bench.Store.InstallAsync(StoreBench.Tool("0"));
        await _bench.Store.InstallAsync(StoreBench.Tool("1"));
        string place = operation
            .Replace("{skills}", _bench.EntryPath("probe"), StringComparison.Ordinal)
            .Replace("{staging}", Path.Combine(_bench.Root, "staging"), StringComparison.Ordinal);
        using Process child = StoreChild.Start("stop", _bench.Root, "2", place);
        Assert.That(await child.StandardOutput.ReadLineAsync(), Does.Contain(place), await ErrorsOfAsync(child));
        Assert.That(
            () => _bench.Open(new FileSystem(), TimeSpan.FromMilliseconds(30)).RemoveAsync("probe"),
            Throws.InstanceOf<SkillStoreException>().With.Property("Code").EqualTo(SkillErrorCodes.StoreBusy),
            "While it lives, it has the lock.");
        Assert.That(
            (await _bench.Store.GetAsync("probe")).Manifest.Version,
            Is.EqualTo(expected),
            "Readers do not wait for it.");

        child.Kill();
        await child.WaitForExitAsync();

        Assert.That(await StoreState.VersionAsync(_bench.Store, "probe"), Is.EqualTo(expected));
        await _bench.Open(new FileSystem(), TimeSpan.FromSeconds(5)).InstallAsync(StoreBench.Tool("3"));
        Assert.That(await StoreState.VersionAsync(_bench.Store, "probe"), Is.EqualTo("3"));
        Assert.That(Directory.EnumerateFileSystemEntries(Path.Combine(_bench.Root, "staging")), Is.Empty);
    }

    private static async Task GoAsync(Process process)
    {
        await process.StandardInput.WriteLineAsync("go");
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, await process.StandardError.ReadToEndAsync());
    }

    private static async Task<string> ErrorsOfAsync(Process process) =>
        process.HasExited ? await process.StandardError.ReadToEndAsync() : "";
}

using System.Diagnostics;
using System.IO.Abstractions;
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

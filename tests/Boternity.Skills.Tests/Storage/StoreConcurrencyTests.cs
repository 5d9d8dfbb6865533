using System.IO.Abstractions;
using Boternity.Skills.Grants;
using Boternity.Skills.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Storage;

/// <summary>Many writers of one process. They queue, and the lock's timeout is for other processes.</summary>
public sealed class StoreConcurrencyTests : IDisposable
{
    private readonly StoreBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task UpdatesGrantsAndRemovals_ManyAtOnce_AllSucceed()
    {
        for (int i = 0; i < 8; i++)
        {
            await _bench.Store.InstallAsync(StoreBench.Tool("0", "a.txt") with { SkillId = $"skill-{i}" });
            await _bench.Store.InstallAsync(StoreBench.Tool("0") with { SkillId = $"gone-{i}" });
        }

        InstalledSkill steady = await _bench.Store.InstallAsync(StoreBench.Tool("0") with { SkillId = "steady" });

        // A timeout that is shorter than the queue: waiting for this process's own writers is not waiting for
        // another process.
        TimeSpan timeout = TimeSpan.FromMilliseconds(200);
        FileSystemSkillStore store = _bench.Open(new FileSystem(), timeout);
        FileSystemGrantStore grants = Grants(timeout);
        Task[] all =
        [
            .. Enumerable.Range(0, 64).Select(i =>
                (Task)store.InstallAsync(StoreBench.Tool($"{i + 1}", "a.txt") with { SkillId = $"skill-{i % 8}" })),
            .. Enumerable.Range(0, 64).Select(i =>
                (Task)grants.ChangeAsync(steady, now => now with { Secrets = [.. now.Secrets, $"S{i}"] })),
            .. Enumerable.Range(0, 7).Select(i => (Task)store.RemoveAsync($"gone-{i}")),
            .. Enumerable.Range(0, 64).Select(_ => Task.Run(async () => await grants.GetAsync(steady))),
        ];
        await Task.WhenAll(all);

        Assert.That((await grants.GetAsync(steady)).Secrets, Has.Count.EqualTo(64));
        SkillInventory inventory = await store.ListAsync();
        Assert.That(inventory.Damaged, Is.Empty);
        Assert.That(inventory.Skills.Select(StoreState.WholeVersion).ToArray(), Has.Length.EqualTo(10));
    }

    [Test]
    public async Task GrantsGet_WhileTheyAreReplacedAndRevoked_NeverFails()
    {
        InstalledSkill skill = await _bench.Store.InstallAsync(StoreBench.Tool("1"));
        FileSystemGrantStore writer = Grants(TimeSpan.FromSeconds(30));
        FileSystemGrantStore reader = Grants(TimeSpan.FromSeconds(30));
        using var done = new CancellationTokenSource();
        Task writing = Task.Run(async () =>
        {
            for (int i = 0; i < 60; i++)
            {
                await writer.SetAsync(skill, new SkillGrants { RecallMemory = true });
                await writer.RevokeAsync("probe");
            }

            await done.CancelAsync();
        });
        int reads = 0;
        while (!done.IsCancellationRequested)
        {
            SkillGrants seen = await reader.GetAsync(skill);
            Assert.That(seen, Is.EqualTo(SkillGrants.None).Or.EqualTo(new SkillGrants { RecallMemory = true }));
            reads++;
        }

        await writing;
        Assert.That(reads, Is.GreaterThan(10));
    }

    [Test]
    public async Task InstallAsync_ManyInstalled_TouchesNoOtherEntry()
    {
        for (int i = 0; i < 30; i++)
        {
            await _bench.Store.InstallAsync(StoreBench.Prompt("1") with { SkillId = $"other-{i}" });
            await _bench.Store.InstallAsync(StoreBench.Prompt("2") with { SkillId = $"other-{i}" });
        }

        await _bench.Store.InstallAsync(StoreBench.Prompt("1"));
        var disk = new FaultyFileSystem();
        await _bench.Open(disk).InstallAsync(StoreBench.Prompt("2"));

        Assert.That(disk.Log, Has.None.Contains("other-"));
        Assert.That(
            disk.Log.Where(
                op =>
                    op.StartsWith("Enumerate", StringComparison.Ordinal)
                        && !op.EndsWith("staging", StringComparison.Ordinal)),
            Is.Empty);
    }

    private FileSystemGrantStore Grants(TimeSpan timeout) => new(
        Options.Create(new BoternitySkillsOptions { StorePath = _bench.Root, StoreLockTimeout = timeout }),
        new FileSystem(),
        TimeProvider.System,
        NullLogger<FileSystemGrantStore>.Instance);
}

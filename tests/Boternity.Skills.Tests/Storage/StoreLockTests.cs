using System.Diagnostics;
using System.IO.Abstractions;
using Boternity.Skills.Storage;

namespace Boternity.Skills.Tests.Storage;

public sealed class StoreLockTests : IDisposable
{
    private readonly StoreBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task InstallAsync_AnotherHoldsTheLock_IsBusyAfterTheTimeoutAndReadersDoNotWait()
    {
        await _bench.Store.InstallAsync(StoreBench.Tool("1"));
        using StoreLock held = Hold();
        FileSystemSkillStore impatient = _bench.Open(new FileSystem(), TimeSpan.FromMilliseconds(60));

        SkillStoreException error =
            (await Assert.ThrowsAsync<SkillStoreException>(() => impatient.InstallAsync(StoreBench.Tool("2"))))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.StoreBusy));
        Assert.That(error.Message, Does.Contain("0.06 s"));
        Assert.That(await StoreState.VersionAsync(impatient, "probe"), Is.EqualTo("1"));
    }

    [Test]
    public async Task InstallAsync_CancelledWhileItWaits_StopsPromptly()
    {
        await _bench.Store.InstallAsync(StoreBench.Tool("1"));
        using StoreLock held = Hold();
        using var cancelling = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        long started = Stopwatch.GetTimestamp();

        Assert.That(
            () => _bench.Store.InstallAsync(StoreBench.Tool("2"), cancelling.Token),
            Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Stopwatch.GetElapsedTime(started), Is.LessThan(TimeSpan.FromSeconds(10)));
    }

    [Test]
    public async Task InstallAsync_LockIsLetGo_TakesItsTurn()
    {
        await _bench.Store.InstallAsync(StoreBench.Tool("1"));
        StoreLock held = Hold();
        Task<InstalledSkill> waiting = _bench.Store.InstallAsync(StoreBench.Tool("2"));
        Assert.That(await Task.WhenAny(waiting, Task.Delay(50)), Is.Not.SameAs(waiting));

        held.Dispose();

        await waiting;
        Assert.That(await StoreState.VersionAsync(_bench.Store, "probe"), Is.EqualTo("2"));
    }

    [Test]
    public async Task InstallAsync_ManyAtOnceInOneProcess_AllTakeTurns()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            _bench.Open(new FileSystem()).InstallAsync(
                StoreBench.Tool($"{i}", "a.txt") with { SkillId = $"skill-{i % 3}" })));

        SkillInventory inventory = await _bench.Store.ListAsync();
        Assert.That(inventory.Damaged, Is.Empty);
        Assert.That(inventory.Skills.Select(StoreState.WholeVersion).ToArray(), Has.Length.EqualTo(3));
    }

    private StoreLock Hold()
    {
        var disk = new StoreDisk(new FileSystem());
        return StoreLock.TryAcquire(disk, new StoreLayout(disk.FileSystem, _bench.Root))!;
    }
}

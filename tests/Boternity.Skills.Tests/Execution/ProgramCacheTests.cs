using Boternity.Skills.Execution;

namespace Boternity.Skills.Tests.Execution;

public sealed class ProgramCacheTests
{
    private sealed class Probe : IWasmProgram
    {
        public bool IsDisposed { get; private set; }

        public long HeldBytes { get; set; }

        public void Dispose() => IsDisposed = true;

        public ValueTask<WasmRunResult> RunAsync(
            WasmRunRequest request, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }

    private static ProgramKey KeyOf(string sha256) => new("engine", AllowSimd: true, sha256);

    private static ValueTask<ProgramCache.Lease> AcquireAsync(
        ProgramCache cache, string key, Probe probe, long size = 1) =>
        cache.AcquireAsync(KeyOf(key), size, _ => Task.FromResult<IWasmProgram>(probe), CancellationToken.None);

    [Test]
    public async Task AcquireAsync_MoreThanTheMostEntries_PutsOutTheLongestUnused()
    {
        using var cache = new ProgramCache(maxEntries: 2, maxBytes: 100);
        Probe[] probes = [new(), new(), new()];
        (await AcquireAsync(cache, "a", probes[0])).Dispose();
        (await AcquireAsync(cache, "b", probes[1])).Dispose();
        (await AcquireAsync(cache, "a", probes[0])).Dispose();

        (await AcquireAsync(cache, "c", probes[2])).Dispose();

        Assert.That(probes.Select(probe => probe.IsDisposed), Is.EqualTo(new[] { false, true, false }));
        Assert.That(cache.Count, Is.EqualTo(2));
    }

    [Test]
    public async Task AcquireAsync_MoreThanTheMostBytes_KeepsTheNewestOnly()
    {
        using var cache = new ProgramCache(maxEntries: 10, maxBytes: 100);
        Probe small = new(), large = new();
        (await AcquireAsync(cache, "a", small, size: 60)).Dispose();

        (await AcquireAsync(cache, "b", large, size: 500)).Dispose();

        Assert.That(small.IsDisposed, Is.True);
        Assert.That(large.IsDisposed, Is.False);
    }

    [Test]
    public async Task Lease_OfAProgramThatWasPutOut_DisposesItWithItsLastUser()
    {
        using var cache = new ProgramCache(maxEntries: 1, maxBytes: 100);
        Probe first = new();
        ProgramCache.Lease one = await AcquireAsync(cache, "a", first);
        ProgramCache.Lease two = await AcquireAsync(cache, "a", first);
        (await AcquireAsync(cache, "b", new Probe())).Dispose();

        one.Dispose();
        Assert.That(first.IsDisposed, Is.False);
        two.Dispose();
        Assert.That(first.IsDisposed, Is.True);
    }

    [Test]
    public async Task EvictUnused_WithAUserOfOne_LetsGoOfTheOthers()
    {
        using var cache = new ProgramCache(maxEntries: 5, maxBytes: 100);
        Probe[] probes = [new(), new(), new()];
        (await AcquireAsync(cache, "a", probes[0])).Dispose();
        ProgramCache.Lease used = await AcquireAsync(cache, "b", probes[1]);
        (await AcquireAsync(cache, "c", probes[2])).Dispose();

        cache.EvictUnused();

        Assert.That(probes.Select(probe => probe.IsDisposed), Is.EqualTo(new[] { true, false, true }));
        Assert.That(cache.Count, Is.EqualTo(1));
        used.Dispose();
        Assert.That(probes[1].IsDisposed, Is.False);
    }

    [Test]
    public async Task Dispose_WithAUserLeft_WaitsForIt()
    {
        var cache = new ProgramCache(maxEntries: 4, maxBytes: 100);
        Probe used = new(), idle = new();
        ProgramCache.Lease lease = await AcquireAsync(cache, "a", used);
        (await AcquireAsync(cache, "b", idle)).Dispose();

        cache.Dispose();
        Assert.That((used.IsDisposed, idle.IsDisposed), Is.EqualTo((false, true)));
        lease.Dispose();
        Assert.That(used.IsDisposed, Is.True);
    }

    [Test]
    public async Task AcquireAsync_OneCallerCancels_TheOtherGetsTheProgram()
    {
        using var cache = new ProgramCache(maxEntries: 4, maxBytes: 100);
        var gate = new TaskCompletionSource<IWasmProgram>();
        using var source = new CancellationTokenSource();
        CancellationToken loading = default;
        Task<ProgramCache.Lease> hasty = cache.AcquireAsync(KeyOf("a"), 1, Load, source.Token).AsTask();
        Task<ProgramCache.Lease> patient = cache.AcquireAsync(KeyOf("a"), 1, Load, CancellationToken.None).AsTask();

        await source.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => hasty);
        var probe = new Probe();
        gate.SetResult(probe);

        Assert.That((await patient).Program, Is.SameAs(probe));
        Assert.That(loading.IsCancellationRequested, Is.False);

        Task<IWasmProgram> Load(CancellationToken token)
        {
            loading = token;
            return gate.Task;
        }
    }

    [Test]
    public async Task AcquireAsync_AllCallersGiveUp_StopsTheLoadAndTheNextLoadsAgain()
    {
        using var cache = new ProgramCache(maxEntries: 4, maxBytes: 100);
        var stopped = new TaskCompletionSource();
        using var source = new CancellationTokenSource();
        Task<ProgramCache.Lease>[] callers =
        [
            cache.AcquireAsync(KeyOf("a"), 1, LoadForeverAsync, source.Token).AsTask(),
            cache.AcquireAsync(KeyOf("a"), 1, LoadForeverAsync, source.Token).AsTask(),
        ];

        await source.CancelAsync();
        foreach (Task<ProgramCache.Lease> caller in callers)
        {
            await Assert.CatchAsync<OperationCanceledException>(() => caller);
        }

        await stopped.Task;
        var probe = new Probe();
        using ProgramCache.Lease next = await AcquireAsync(cache, "a", probe);
        Assert.That((next.Program, cache.Count), Is.EqualTo(((IWasmProgram)probe, 1)));

        async Task<IWasmProgram> LoadForeverAsync(CancellationToken token)
        {
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                stopped.SetResult();
            }

            return new Probe();
        }
    }

    [Test]
    public async Task Lease_OfAProgramThatGrewAsItRan_CountsWhatItHolds()
    {
        using var cache = new ProgramCache(maxEntries: 10, maxBytes: 100);
        Probe first = new(), second = new();
        (await AcquireAsync(cache, "a", first, size: 10)).Dispose();
        ProgramCache.Lease lease = await AcquireAsync(cache, "b", second, size: 10);

        second.HeldBytes = 95;
        Assert.That(first.IsDisposed, Is.False);
        lease.Dispose();

        Assert.That((first.IsDisposed, second.IsDisposed), Is.EqualTo((true, false)));
    }
}

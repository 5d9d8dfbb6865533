using System.IO.Abstractions;
using Boternity.Skills.Grants;
using Boternity.Skills.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Boternity.Skills.Tests.Storage;

public sealed class StoreChangesTests
{
    private StoreBench _bench = null!;
    private IOptions<BoternitySkillsOptions> _options = null!;
    private StoreChanges _changes = null!;

    [SetUp]
    public void SetUp()
    {
        _bench = new StoreBench();
        _options = Options.Create(new BoternitySkillsOptions
        {
            StorePath = _bench.Root,
            StoreChangeInterval = TimeSpan.FromMilliseconds(10),
        });
        _changes = new StoreChanges(_options, new FileSystem(), TimeProvider.System);
    }

    [TearDown]
    public void TearDown()
    {
        _changes.Dispose();
        _bench.Dispose();
    }

    [Test]
    public async Task Token_AfterEachKindOfWrite_HasChangedOnce()
    {
        // The bench's store knows nothing of this watcher, as one of another process would.
        var grants = new FileSystemGrantStore(
            _options, new FileSystem(), TimeProvider.System, NullLogger<FileSystemGrantStore>.Instance);
        InstalledSkill skill = await ChangesAsync(() => _bench.Store.InstallAsync(StoreBench.Tool("1")));
        await ChangesAsync(() => grants.ChangeAsync(skill, _ => new SkillGrants { Secrets = ["A"] }));
        await ChangesAsync(() => grants.ChangeAsync(skill, _ => new SkillGrants { Secrets = ["B"] }));
        await ChangesAsync(() => grants.RevokeAsync("probe"));
        await ChangesAsync(() => _bench.Store.InstallAsync(StoreBench.Tool("2")));
        await ChangesAsync(() => _bench.Store.RollbackAsync("probe"));
        await ChangesAsync(() => _bench.Store.RemoveAsync("probe"));
    }

    [Test]
    public async Task Token_WhenSomethingIsRead_HasNotChanged()
    {
        InstalledSkill skill = await _bench.Store.InstallAsync(StoreBench.Tool("1"));
        IChangeToken token = _changes.GetChangeToken();

        await _bench.Store.ListAsync();
        await _bench.Store.CheckAsync(skill);

        Assert.That(token.HasChanged, Is.False);
    }

    [Test]
    public async Task Callback_OnAWriteOfAnotherProcess_IsCalledAfterTheInterval()
    {
        var called = new TaskCompletionSource();
        using IDisposable registration = _changes.GetChangeToken().RegisterChangeCallback(
            _ => called.SetResult(), null);

        await _bench.Store.InstallAsync(StoreBench.Tool("1"));

        await called.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Test]
    public async Task Callback_OnAWriteOfThisProcess_IsCalledAtOnce()
    {
        using var never = new StoreChanges(
            Options.Create(new BoternitySkillsOptions
            {
                StorePath = _bench.Root,
                StoreChangeInterval = TimeSpan.FromHours(1),
            }),
            new FileSystem(),
            TimeProvider.System);
        var store = new FileSystemSkillStore(
            _options,
            new FileSystem(),
            TimeProvider.System,
            NullLogger<FileSystemSkillStore>.Instance,
            changes: never);
        int calls = 0;
        var twice = new TaskCompletionSource();
        using IDisposable watch = ChangeToken.OnChange(never.GetChangeToken, () =>
        {
            if (Interlocked.Increment(ref calls) == 2)
            {
                twice.SetResult();
            }
        });

        await store.InstallAsync(StoreBench.Tool("1"));
        SpinWait.SpinUntil(() => Volatile.Read(ref calls) == 1, TimeSpan.FromSeconds(30));
        await store.RemoveAsync("probe");

        await twice.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private async Task<T> ChangesAsync<T>(Func<Task<T>> write)
    {
        IChangeToken token = _changes.GetChangeToken();
        Assert.That(token.HasChanged, Is.False);
        T result = await write();
        Assert.That(token.HasChanged, Is.True);
        Assert.That(_changes.GetChangeToken(), Is.Not.SameAs(token));
        return result;
    }
}

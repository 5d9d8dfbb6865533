using Boternity.Skills.Locking;
using Boternity.Skills.Tests.Installation;
using Boternity.Skills.Tests.Storage;

namespace Boternity.Skills.Tests.Locking;

/// <summary>
/// A lock file comes with somebody's repository: whatever it is, every method answers soon, with a result or an error
/// of the library's own, and holds no more of it than the limit. Writers of one file lose nothing of one another.
/// </summary>
public sealed class SkillLockDamageTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly TrustBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task EveryMethod_FileIsDamaged_AnswersOrThrowsTheLibrarysOwn()
    {
        _bench.Registry.Commit("c1", "One.");
        await _bench.InstallAsync();
        await _bench.Locker.SaveAsync(_bench.LockPath);
        var importer = new SkillLockImporter(_bench.Installer, _bench.Store, new System.IO.Abstractions.FileSystem());
        foreach (FileDamage damage in FileDamage.All)
        {
            await damage.DuringAsync(_bench.LockPath, async () =>
            {
                await AnswerAsync($"read, {damage.Name}", () => _bench.Locker.ReadAsync(_bench.LockPath));
                await AnswerAsync($"restore, {damage.Name}", () => _bench.Locker.RestoreAsync(_bench.LockPath));
                await AnswerAsync($"import, {damage.Name}", () => importer.ImportAsync(_bench.LockPath));
                await AnswerAsync($"install, {damage.Name}", () => _bench.Locker.InstallAsync(
                    _bench.LockPath, SkillReference.Parse("probe")));
                await AnswerAsync($"save, {damage.Name}", () => _bench.Locker.SaveAsync(_bench.LockPath));
            });
        }

        Assert.That(
            Directory.GetFiles(Path.GetDirectoryName(_bench.LockPath)!, "*.tmp"), Is.Empty, "Nothing is left behind.");
    }

    [Test]
    public async Task InstallAsync_SeveralAtOnceIntoOneFile_AreAllInIt()
    {
        _bench.Registry.Commit("c1", "One.");
        string[] ids = [.. Enumerable.Range(0, 8).Select(i => $"skill-{i}")];

        await Task.WhenAll(ids.Select(id => Task.Run(() => _bench.Locker.InstallAsync(
            _bench.LockPath,
            SkillReference.Parse("probe"),
            SkillLockMode.Update,
            new SkillInstallOptions { SkillId = id }))));

        Assert.That(
            (await _bench.Locker.ReadAsync(_bench.LockPath)).Skills.Select(entry => entry.SkillId), Is.EqualTo(ids));
    }

    private static async Task AnswerAsync(string what, Func<Task> call)
    {
        try
        {
            await Task.Run(call).WaitAsync(Soon);
        }
        catch (SkillException exception)
        {
            Assert.That(exception.Message, Does.EndWith(".").And.Not.EndsWith(".."), what);
        }
        catch (Exception exception) when (exception is not AssertionException)
        {
            Assert.Fail($"{what}: {exception}");
        }
    }
}

using Boternity.Skills.Grants;
using Boternity.Skills.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Storage;

public sealed class SkillIdRulesTests : IDisposable
{
    private readonly StoreBench _bench = new();

    public void Dispose() => _bench.Dispose();

    private static readonly string[] Refused =
    [
        "",
        ".",
        "..",
        "../x",
        "a/b",
        "/etc",
        "a\\b",
        "C:\\x",
        "c:x",
        "a/",
        "con",
        "NUL",
        "com1.txt",
        "lpt9",
        "a\0b",
        "a\u001fb",
        "a.",
        "a ",
        ".hidden",
        ".boternity-meta.json",
        "a*",
        "a?",
        "a|b",
        "<a>",
        "\"a\"",
        "\ud800",
        new('x', 256),
        new('é', 128),
    ];

    private static readonly string[] Taken =
    [
        "a",
        "Ahrefs Automation",
        "zoho_books-automation",
        "-21risk",
        "a.b",
        new('x', 255),
        "日本",
    ];

    [TestCaseSource(nameof(Refused))]
    public async Task EveryMethod_NotAPlainDirectoryName_IsRefusedBeforeAnyIO(string name)
    {
        var disk = new FaultyFileSystem();
        FileSystemSkillStore store = _bench.Open(disk);
        InstalledSkill forged = await InstalledAsync() with { SkillId = name };
        Func<Task>[] calls =
        [
            () => store.InstallAsync(StoreBench.Tool("1") with { SkillId = name }),
            .. Calls(store, OpenGrants(disk), name, forged, default),
        ];

        foreach (Func<Task> call in calls)
        {
            SkillStoreException error = (await Assert.ThrowsAsync<SkillStoreException>(() => call()))!;
            Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.StoreName));
        }

        Assert.That(disk.Log, Is.Empty);
    }

    [TestCaseSource(nameof(Taken))]
    public async Task InstallAsync_PlainDirectoryName_IsTaken(string name)
    {
        await _bench.Store.InstallAsync(StoreBench.Tool("1") with { SkillId = name });

        Assert.That(await StoreState.VersionAsync(_bench.Store, name), Is.EqualTo("1"));
        Assert.That(await _bench.Store.RemoveAsync(name), Is.True);
    }

    [Test]
    public async Task EveryMethod_Null_IsAnArgumentError()
    {
        InstalledSkill skill = await InstalledAsync();
        FileSystemGrantStore grants = OpenGrants(new FaultyFileSystem());
        foreach (Func<Task> call in (Func<Task>[])
        [
            .. Calls(_bench.Store, grants, null!, null!, default),
            () => _bench.Store.FindSimilarNamesAsync(null!, "other"),
            () => _bench.Store.ReadTextAsync(skill, null!),
            () => _bench.Store.ReadFileAsync(skill, null!),
            () => _bench.Store.OpenFileAsync(skill, null!),
            () => grants.SetAsync(skill, null!),
            () => grants.ChangeAsync(skill, null!),
        ])
        {
            Assert.That(() => call(), Throws.ArgumentNullException);
        }
    }

    [Test]
    public async Task EveryMethod_Cancelled_Stops()
    {
        InstalledSkill skill = await InstalledAsync();
        FileSystemGrantStore grants = OpenGrants(new FaultyFileSystem());
        var cancelled = new CancellationToken(canceled: true);
        foreach (Func<Task> call in (Func<Task>[])
        [
            .. Calls(_bench.Store, grants, "probe", skill with { Manifest = TestSkills.Manifest() }, cancelled),
            () => _bench.Store.ListAsync(cancelled),
            () => _bench.Store.VerifyAsync(cancelled),
        ])
        {
            Assert.That(() => call(), Throws.InstanceOf<OperationCanceledException>());
        }
    }

    private static Func<Task>[] Calls(
        FileSystemSkillStore store,
        FileSystemGrantStore grants,
        string name,
        InstalledSkill skill,
        CancellationToken token) =>
    [
        () => store.FindAsync(name, token),
        () => store.GetAsync(name, token),
        () => store.RemoveAsync(name, token),
        () => store.RollbackAsync(name, token),
        () => store.FindPreviousAsync(name, token),
        () => store.FindSimilarNamesAsync("x", name, token),
        () => store.ReadBodyAsync(skill, token),
        () => store.ReadTextAsync(skill, "SKILL.md", token),
        () => store.ReadFileAsync(skill, "SKILL.md", token),
        () => store.OpenFileAsync(skill, "SKILL.md", token),
        () => store.OpenForExecutionAsync(skill, token),
        () => store.CheckAsync(skill, SkillIntegrityCheck.Quick, token).AsTask(),
        () => grants.GetAsync(skill, token).AsTask(),
        () => grants.SetAsync(skill, SkillGrants.None, token),
        () => grants.ChangeAsync(skill, static known => known, token),
        () => grants.RevokeAsync(name, token),
    ];

    private FileSystemGrantStore OpenGrants(FaultyFileSystem disk) => new(
        Options.Create(new BoternitySkillsOptions { StorePath = _bench.Root }),
        disk,
        TimeProvider.System,
        NullLogger<FileSystemGrantStore>.Instance);

    private async Task<InstalledSkill> InstalledAsync() => await _bench.Store.InstallAsync(StoreBench.Prompt("1"));
}

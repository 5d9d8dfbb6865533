using Boternity.Skills.Storage;

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
            () => store.FindAsync(name),
            () => store.GetAsync(name),
            () => store.RemoveAsync(name),
            () => store.ReadBodyAsync(forged),
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
    public void RemoveAsync_Null_IsAnArgumentError() =>
        Assert.That(() => _bench.Store.RemoveAsync(null!), Throws.ArgumentNullException);

    private async Task<InstalledSkill> InstalledAsync() => await _bench.Store.InstallAsync(StoreBench.Prompt("1"));
}

namespace Boternity.Skills.Tests.Storage;

/// <summary>Names that come near are found without a look at the others.</summary>
public sealed class NameIndexTests : IDisposable
{
    private readonly StoreBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [TestCase("pdf-tools", "pdf-tools")]
    [TestCase("pdf-tools", "pdf-too1s")]
    [TestCase("pdf-tools", "pfd-tools")]
    [TestCase("spreadsheet", "spreadsheets")]
    [TestCase("spreadsheet", "preadshet")]
    [TestCase("mail", "mall")]
    [TestCase("a", "A")]
    public async Task FindSimilarNamesAsync_NameThatComesNear_IsFound(string installed, string name)
    {
        await InstallAsync(installed, "one");
        await InstallAsync("quite-another", "two");

        Assert.That(await _bench.Store.FindSimilarNamesAsync(name, "three"), Is.EqualTo(new[] { installed }));
    }

    [Test]
    public async Task FindSimilarNamesAsync_ItselfOrRemovedOrRenamed_IsNotFound()
    {
        await InstallAsync("pdf-tools", "one");
        await InstallAsync("pdf-tool", "gone");
        await InstallAsync("pdf-toolx", "renamed");
        await InstallAsync("something-else", "renamed");
        await _bench.Store.RemoveAsync("gone");

        Assert.That(await _bench.Store.FindSimilarNamesAsync("pdf-tools", "one"), Is.Empty);
    }

    [Test]
    public async Task FindSimilarNamesAsync_OneOfThemIsDamaged_FindsTheOthers()
    {
        await InstallAsync("pdf-tools", "one");
        await InstallAsync("pdf-toolz", "two");
        await File.WriteAllTextAsync(_bench.EntryPath("one", ".boternity-meta.json"), "{");

        Assert.That(await _bench.Store.FindSimilarNamesAsync("pdf-toolx", "three"), Is.EqualTo(new[] { "pdf-toolz" }));
    }

    [Test]
    public async Task FindSimilarNamesAsync_ManyInstalled_LooksAtFewOfThem()
    {
        for (int i = 0; i < 40; i++)
        {
            await InstallAsync($"{(char)('a' + (i % 26))}{(char)('a' + (i / 26))}-{i:X}-{i * 7919}", $"skill-{i}");
        }

        var disk = new FaultyFileSystem();
        await _bench.Open(disk).FindSimilarNamesAsync("unrelated-name", "other");

        Assert.That(disk.Log.Where(operation => operation.Contains("skill-", StringComparison.Ordinal)), Is.Empty);
    }

    private async Task InstallAsync(string name, string skillId)
    {
        SkillStoreRequest request = StoreBench.Prompt("1") with { SkillId = skillId };
        SkillDocument document =
            request.Package.Document with { Manifest = request.Package.Manifest with { Name = name } };
        await _bench.Store.InstallAsync(request with { Package = request.Package with { Document = document } });
    }
}

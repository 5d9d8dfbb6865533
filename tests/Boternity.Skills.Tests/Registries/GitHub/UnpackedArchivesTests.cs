using Boternity.Skills.Packaging;
using Boternity.Skills.Registries.GitHub;
using Boternity.Skills.Tests.Packaging;

namespace Boternity.Skills.Tests.Registries.GitHub;

public sealed class UnpackedArchivesTests
{
    private static readonly byte[] Archive =
        new TarGzBuilder().File("top/a/SKILL.md", "one", executable: true).File("top/b/SKILL.md", "two").Build();

    private int _reads;

    [SetUp]
    public void SetUp() => _reads = 0;

    [Test]
    public async Task OpenAsync_ArchiveReadForTheSecondTime_IsKeptAsItIs()
    {
        var archives = new UnpackedArchives();
        string first = await ReadAsync(archives, "one", new MemoryStream(Archive));
        Assert.That(archives.Find("one"), Is.Null, "One skill of an archive is no reason to keep it.");

        string second = await ReadAsync(archives, "one", new MemoryStream(Archive));
        string third = await TextAsync(archives.Find("one")!);

        Assert.That(first, Is.EqualTo("a/SKILL.md True one, b/SKILL.md False two"));
        Assert.That((second, third), Is.EqualTo((first, first)));
        Assert.That(archives.Find("two"), Is.Null);
    }

    [Test]
    public async Task OpenAsync_ArchiveThatIsTooLarge_IsReadEachTime()
    {
        var archives = new UnpackedArchives { MaxKeptBytes = 300 };
        for (int i = 1; i <= 4; i++)
        {
            Assert.That(
                await ReadAsync(archives, "one", new MemoryStream(Archive)),
                Is.EqualTo("a/SKILL.md True one, b/SKILL.md False two"));
        }

        Assert.That(archives.Find("one"), Is.Null);
        Assert.That(_reads, Is.EqualTo(5), "It was unpacked once, to see that it is too large.");
    }

    [Test]
    public async Task OpenAsync_ArchiveThatIsDamaged_IsNotKept()
    {
        var archives = new UnpackedArchives();
        await ReadAsync(archives, "one", new MemoryStream(Archive));

        await Assert.ThrowsAsync<SkillPackageException>(
            () => ReadAsync(archives, "one", new MemoryStream(Archive[..(Archive.Length - 9)])));

        Assert.That(archives.Find("one"), Is.Null);
    }

    private async Task<string> ReadAsync(UnpackedArchives archives, string key, Stream archive) =>
        await TextAsync(await archives.OpenAsync(
            key,
            archive,
            input =>
            {
                _reads++;
                return RepositoryArchive.ReadAsync(input, new ArchiveLimits(), default);
            },
            default));

    private static async Task<string> TextAsync(IAsyncEnumerable<ArchiveEntry> entries)
    {
        List<string> texts = [];
        await foreach (ArchiveEntry entry in entries)
        {
            using var reader = new StreamReader(entry.Content, leaveOpen: true);
            texts.Add($"{entry.Path} {entry.IsExecutable} {await reader.ReadToEndAsync()}");
        }

        return string.Join(", ", texts);
    }
}

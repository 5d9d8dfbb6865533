using System.Text;
using Boternity.Skills.Storage;

namespace Boternity.Skills.Tests.Storage;

/// <summary>Bundled files of an installed skill, as bytes, text and streams.</summary>
public sealed class StoreFileTests : IDisposable
{
    private readonly StoreBench _bench = new();

    private FileSystemSkillStore Store => _bench.Store;

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task OpenFileAsync_BundledFile_GivesItsBytes()
    {
        InstalledSkill skill = await Store.InstallAsync(StoreBench.Tool("1", "references/a.md"));

        await using Stream stream = await Store.OpenFileAsync(skill, "references/a.md");
        using var reader = new StreamReader(stream);

        Assert.That(await reader.ReadToEndAsync(), Is.EqualTo("references/a.md 1"));
        Assert.That(await Store.ReadTextAsync(skill, "references/a.md"), Is.EqualTo("references/a.md 1"));
        Assert.That(
            (await Store.ReadFileAsync(skill, "references/a.md")).ToArray(),
            Is.EqualTo(Encoding.UTF8.GetBytes("references/a.md 1")));
    }

    [Test]
    public async Task OpenFileAsync_ByteChangedAtTheBeginning_ShowsBeforeTheEnd([Values(1, 4096)] int bufferSize)
    {
        InstalledSkill skill = await Store.InstallAsync(StoreBench.Tool("1", "a.txt"));
        string path = _bench.ContentPath("probe", "a.txt");
        byte[] bytes = File.ReadAllBytes(path);
        bytes[0] ^= 1;
        File.WriteAllBytes(path, bytes);

        await using Stream stream = await Store.OpenFileAsync(skill, "a.txt");
        int given = 0;
        SkillIntegrityException? error = null;
        byte[] buffer = new byte[bufferSize];
        try
        {
            while (await stream.ReadAsync(buffer) is > 0 and var read)
            {
                given += read;
            }
        }
        catch (SkillIntegrityException exception)
        {
            error = exception;
        }

        Assert.That(error, Is.Not.Null);
        Assert.That(error!.File, Is.EqualTo("a.txt"));
        Assert.That(given, Is.LessThan(bytes.Length), "The end is never given.");
        Assert.That(() => Store.ReadFileAsync(skill, "a.txt"), Throws.InstanceOf<SkillIntegrityException>());
    }

    [TestCase("")]
    [TestCase("cut")]
    [TestCase("longer than it was")]
    public async Task OpenFileAsync_SizeChanged_IsAnIntegrityError(string content)
    {
        InstalledSkill skill = await Store.InstallAsync(StoreBench.Tool("1", "a.txt"));
        File.WriteAllText(_bench.ContentPath("probe", "a.txt"), content);

        await using Stream stream = await Store.OpenFileAsync(skill, "a.txt");

        Assert.That(
            () => stream.CopyToAsync(Stream.Null),
            Throws.InstanceOf<SkillIntegrityException>().With.Message.Contains("size"));
    }

    [TestCase("b.txt")]
    [TestCase("A.txt")]
    [TestCase("../.boternity-grants.json")]
    [TestCase("/etc/passwd")]
    [TestCase("")]
    public async Task OpenFileAsync_NotAFileOfTheSkill_IsATypedError(string path)
    {
        InstalledSkill skill = await Store.InstallAsync(StoreBench.Tool("1", "a.txt"));
        InstalledSkill forged =
            skill with { Files = [.. skill.Files, skill.Files[0] with { Path = path.StartsWith('.') ? path : "zz" }] };

        foreach (Func<Task> read in (Func<Task>[])
            [
                () => Store.OpenFileAsync(forged, path),
                () => Store.ReadFileAsync(forged, path),
                () => Store.ReadTextAsync(forged, path),
            ])
        {
            Assert.That(
                read,
                Throws.InstanceOf<SkillStoreException>()
                    .With.Property("Code")
                    .EqualTo(SkillErrorCodes.StoreFileUnknown));
        }
    }

    [Test]
    public async Task OpenFileAsync_FileDeleted_IsAnIntegrityError()
    {
        InstalledSkill skill = await Store.InstallAsync(StoreBench.Tool("1", "a.txt"));
        File.Delete(_bench.ContentPath("probe", "a.txt"));

        Assert.That(
            () => Store.OpenFileAsync(skill, "a.txt"),
            Throws.InstanceOf<SkillIntegrityException>().With.Message.Contains("is missing"));
    }

    [Test]
    public async Task OpenFileAsync_Replaced_ReadsTheVersionThatTheCallerHoldsWhileItIsThere()
    {
        InstalledSkill first = await Store.InstallAsync(StoreBench.Tool("1", "a.txt"));
        await Store.InstallAsync(StoreBench.Tool("2", "a.txt"));

        using (var reader = new StreamReader(await Store.OpenFileAsync(first, "a.txt")))
        {
            Assert.That(await reader.ReadToEndAsync(), Is.EqualTo("a.txt 1"));
        }

        await Store.InstallAsync(StoreBench.Tool("3", "a.txt"));
        Assert.That(() => Store.OpenFileAsync(first, "a.txt"), Throws.InstanceOf<SkillNotInstalledException>());
    }

    [Test]
    public async Task ReadTextAsync_WithAByteOrderMark_GivesTheTextWithoutIt()
    {
        SkillStoreRequest request = StoreBench.Tool("1");
        var marked = new SkillPackageFile { Path = "x.txt", Content = new byte[] { 0xEF, 0xBB, 0xBF, (byte)'a' } };
        InstalledSkill skill = await Store.InstallAsync(
            request with { Package = request.Package with { Files = [.. request.Package.Files, marked] } });

        Assert.That(await Store.ReadTextAsync(skill, "x.txt"), Is.EqualTo("a"));
        Assert.That((await Store.ReadFileAsync(skill, "x.txt")).Length, Is.EqualTo(4));
    }

    [Test]
    public async Task ReadFileAsync_FileThatIsGoneOrAnother_SaysWhich()
    {
        InstalledSkill skill = await Store.InstallAsync(StoreBench.Tool("1", "a.txt", "b.txt"));
        File.Delete(_bench.ContentPath("probe", "a.txt"));
        await File.WriteAllTextAsync(_bench.ContentPath("probe", "b.txt"), "another");

        Assert.That(
            () => Store.ReadFileAsync(skill, "a.txt"),
            Throws.InstanceOf<SkillIntegrityException>().With.Message.EqualTo("a.txt of 'probe' is missing."));
        Assert.That(
            () => Store.ReadFileAsync(skill, "b.txt"),
            Throws.InstanceOf<SkillIntegrityException>().With.Message.EqualTo(
                "b.txt of 'probe' is not the file that was installed: its SHA-256 differs."));
    }

    [Test]
    public async Task ReadTextAsync_NotUtf8_IsATypedError()
    {
        SkillStoreRequest request = StoreBench.Tool("1");
        var binary = new SkillPackageFile { Path = "x.bin", Content = new byte[] { 0xFF, 0xFE, 0x00 } };
        InstalledSkill skill = await Store.InstallAsync(
            request with { Package = request.Package with { Files = [.. request.Package.Files, binary] } });

        Assert.That(
            () => Store.ReadTextAsync(skill, "x.bin"),
            Throws.InstanceOf<SkillStoreException>().With.Property("Code").EqualTo(SkillErrorCodes.StoreFileNotText));
        Assert.That((await Store.ReadFileAsync(skill, "x.bin")).Length, Is.EqualTo(3));
    }
}

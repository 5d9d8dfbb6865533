using System.Text;
using Boternity.Skills.Manifests;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Tests.Packaging;

public sealed class SkillPackageBuilderTests
{
    internal const string Manifest = "---\nname: pdf\ndescription: Reads.\n---\n# Body\n";

    private static readonly SkillSource Source = new() { Registry = "test", Path = "pdf" };

    [Test]
    public void Build_WithASkillMd_SortsTheFilesAndReadsIt()
    {
        var builder = new SkillPackageBuilder();
        builder.Add(File("b.txt"));
        builder.Add(File("SKILL.md", Manifest));
        builder.Add(File("B.d/x"));

        SkillPackage package = builder.Build(Source);

        Assert.That(package.Files.Select(file => file.Path), Is.EqualTo(new[] { "B.d/x", "SKILL.md", "b.txt" }));
        Assert.That(package.Manifest.Name, Is.EqualTo("pdf"));
        Assert.That(package.Document.Body, Is.EqualTo("# Body\n"));
        Assert.That(package.Source, Is.EqualTo(Source));
    }

    [TestCase("skill.md")]
    [TestCase("sub/SKILL.md")]
    public void Build_WithoutASkillMd_SaysSo(string other)
    {
        var builder = new SkillPackageBuilder();
        builder.Add(File(other, Manifest));

        var error = Assert.Throws<SkillPackageException>(() => builder.Build(Source));
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.PackageManifestMissing));
        Assert.That(error.Message, Does.Contain("test:pdf"));
    }

    [Test]
    public void Build_WithASkillMdThatCannotBeRead_NamesThePlace()
    {
        var builder = new SkillPackageBuilder();
        builder.Add(File("SKILL.md", "no frontmatter"));

        var error = Assert.Throws<SkillManifestException>(() => builder.Build(Source));
        Assert.That(error!.Place, Is.EqualTo("test:pdf/SKILL.md"));
    }

    [Test]
    public void Add_OverALimit_NamesTheFileAndTheLimit()
    {
        var limits = new SkillPackageLimits { MaxFiles = 3, MaxFileBytes = 10, MaxTotalBytes = 15 };
        Assert.Multiple(() =>
        {
            AssertLimit(limits, 10, File("a", new string('x', 11)));
            AssertLimit(limits, 15, File("a", new string('x', 10)), File("b", new string('x', 6)));
            AssertLimit(limits, 3, File("a"), File("b"), File("c"), File("d"));
        });
    }

    [Test]
    public async Task Add_ExactlyAtTheLimits_IsTaken()
    {
        var builder = new SkillPackageBuilder(
            new SkillPackageLimits { MaxFiles = 2, MaxFileBytes = 100, MaxTotalBytes = 150 });
        await builder.AddAsync(
            "SKILL.md", new MemoryStream(Encoding.UTF8.GetBytes(Manifest.PadRight(100))), false, 0, default);
        await builder.AddAsync("b", new MemoryStream(new byte[50]), true, long.MaxValue - 1, default);

        SkillPackage package = builder.Build(Source);
        Assert.That(package.Files.Select(file => file.Content.Length), Is.EqualTo(new[] { 100, 50 }));
        Assert.That(package.Files[1].IsExecutable, Is.True);
    }

    [Test]
    public async Task Add_StreamsOverTheTotal_AreRefusedTogether()
    {
        var builder = new SkillPackageBuilder(new SkillPackageLimits { MaxFileBytes = 8, MaxTotalBytes = 10 });
        await builder.AddAsync("a", new MemoryStream(new byte[6]), false, 0, default);

        var error = await Assert.ThrowsAsync<SkillPackageException>(
            async () => await builder.AddAsync("b", new MemoryStream(new byte[5]), false, 0, default));
        Assert.That((error!.Limit, error.Path), Is.EqualTo((10, "b")));
    }

    [TestCase(0)]
    [TestCase(100)]
    [TestCase(long.MaxValue - 1)]
    public async Task Add_OfAStream_TakesAllOfItWhateverWasExpected(long expected)
    {
        byte[] content = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];
        var builder = new SkillPackageBuilder();
        builder.Add(File("SKILL.md", Manifest));

        await builder.AddAsync("b", new MemoryStream(content), false, expected, default);

        Assert.That(builder.Build(Source).FindFile("b")!.Content.ToArray(), Is.EqualTo(content));
    }

    [Test]
    public async Task Add_OfAStreamMuchLargerThanAllThatIsLeft_StopsThere()
    {
        var endless = new EndlessStream();
        var builder = new SkillPackageBuilder(
            new SkillPackageLimits { MaxFileBytes = 100_000_000, MaxTotalBytes = 1_000_000 });
        await builder.AddAsync("a", new MemoryStream(new byte[999_000]), false, 0, default);

        var error = await Assert.ThrowsAsync<SkillPackageException>(
            async () => await builder.AddAsync("bomb", endless, false, 10, default));
        Assert.That(error!.Limit, Is.EqualTo(1_000_000));
        Assert.That(endless.Served, Is.LessThan(100_000));
    }

    [Test]
    public async Task Add_OfAnEndlessStream_StopsAtTheLimit()
    {
        var endless = new EndlessStream();
        var builder = new SkillPackageBuilder(new SkillPackageLimits { MaxFileBytes = 1_000_000 });

        var error = await Assert.ThrowsAsync<SkillPackageException>(
            async () => await builder.AddAsync("bomb", endless, false, 10, default));
        Assert.That(error!.Limit, Is.EqualTo(1_000_000));
        Assert.That(endless.Served, Is.LessThan(4_000_000));
    }

    private static void AssertLimit(SkillPackageLimits limits, long limit, params SkillPackageFile[] files)
    {
        var builder = new SkillPackageBuilder(limits);
        var error = Assert.Throws<SkillPackageException>(() => Array.ForEach(files, builder.Add));
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.PackageLimit));
        Assert.That(error.Limit, Is.EqualTo(limit));
        Assert.That(error.Path, Is.EqualTo(files[^1].Path));
    }

    private static SkillPackageFile File(string path, string content = "x") =>
        new() { Path = path, Content = Encoding.UTF8.GetBytes(content) };

    private sealed class EndlessStream : MemoryStream
    {
        public long Served { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Served += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }
}

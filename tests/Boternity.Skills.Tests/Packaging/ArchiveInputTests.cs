using System.IO.Compression;
using System.Text;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Tests.Packaging;

/// <summary>How much of an archive is read, in what pieces, and what its entries are.</summary>
internal sealed class ArchiveInputTests
{
    private const string Manifest = SkillPackageBuilderTests.Manifest;
    private static readonly SkillSource Source = TestSkills.Source("pdf");

    [Test]
    public void Limits_OfOneSkill_LeaveRoomForHeaders()
    {
        ArchiveLimits limits = ArchiveLimits.For(new SkillPackageLimits { MaxFiles = 10, MaxTotalBytes = 1_000 });

        Assert.That(
            (limits.MaxEntries, limits.MaxBytes, limits.MaxHeaderBytes),
            Is.EqualTo((40, 1_000L + (10 * 8_192) + 1_048_576, 65_536)));
        Assert.That(
            (new ArchiveLimits().MaxEntries, new ArchiveLimits().MaxBytes), Is.EqualTo((200_000, 1_073_741_824L)));
    }

    [TestCase("a", "a")]
    [TestCase("a/", "a")]
    [TestCase("./a/b/", "a/b")]
    [TestCase("/a", "/a")]
    public void NormalizePath_OfAnEntry_IsWithoutItsEnds(string name, string path) =>
        Assert.That(ArchiveEntry.NormalizePath(name), Is.EqualTo(path));

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(8)]
    [TestCase(100)]
    public async Task TarGz_InSmallPieces_IsRead(int piece)
    {
        byte[] archive = new TarGzBuilder().File("SKILL.md", Manifest).File("a.txt", "text").Build();

        SkillPackage package = await SkillArchive.ReadTarGzAsync(new Pieces(archive, piece), Source);

        Assert.That(package.Files.Select(file => file.Path), Is.EqualTo(["SKILL.md", "a.txt"]));
        byte[] changed = [.. archive];
        changed[^1] ^= 1;
        Assert.That(
            () => SkillArchive.ReadTarGzAsync(new Pieces(changed, piece), Source),
            Throws.InstanceOf<SkillPackageException>());
    }

    [Test]
    public async Task Tar_UpToTheLimits_IsReadAndNoFurther()
    {
        byte[] archive = Gzip(Tar(("a", '0', []), ("b", '0', [])));
        const long bytes = (2 * 512) + 1024;

        Assert.That(await CountAsync(archive, new ArchiveLimits { MaxEntries = 2 }), Is.EqualTo(2));
        Assert.That(await CountAsync(archive, new ArchiveLimits { MaxBytes = bytes }), Is.EqualTo(2));
        Assert.That(await CountAsync(archive, new ArchiveLimits { MaxHeaderBytes = 512 }), Is.EqualTo(2));
        AssertLimit(archive, new ArchiveLimits { MaxEntries = 1 }, "more than 1 entries");
        AssertLimit(archive, new ArchiveLimits { MaxBytes = bytes - 1 }, "bytes after decompression");
        AssertLimit(archive, new ArchiveLimits { MaxHeaderBytes = 511 }, "bytes in the header of an entry");
    }

    /// <summary>The end of the tar is of zeros, which compress well.</summary>
    [Test]
    public void Tar_FollowedByEndlessZeros_StopsAtTheLimit() => AssertLimit(
        Gzip([.. Tar(("a", '0', [])), .. new byte[1 << 20]]),
        new ArchiveLimits { MaxBytes = 1 << 19 },
        "bytes after decompression");

    [Test]
    public async Task Tar_FileLargerThanAHeader_IsNoHeader()
    {
        byte[] content = new byte[200_000];
        Random.Shared.NextBytes(content);

        SkillPackage package = await SkillArchive.ReadTarGzAsync(
            new TarGzBuilder().File("SKILL.md", Manifest).File("a", content).Open(), Source);

        Assert.That(package.FindFile("a")!.Content.ToArray(), Is.EqualTo(content));
    }

    [Test]
    public async Task Tar_FileThatLooksLikeAnOversizedHeader_IsAFile()
    {
        byte[] content = Header("x", 'x', 1 << 30);

        SkillPackage package = await SkillArchive.ReadTarGzAsync(
            new TarGzBuilder().File("SKILL.md", Manifest).File("a", content).Open(), Source);

        Assert.That(package.FindFile("a")!.Content.ToArray(), Is.EqualTo(content));
    }

    [Test]
    public void Tar_ManyNamesOfOneEntry_AreOneHeader() => AssertLimit(
        Gzip(Tar(("L", 'L', new byte[40_000]), ("K", 'K', new byte[40_000]), ("a", '0', []))),
        new ArchiveLimits(),
        "bytes in the header of an entry");

    [Test]
    public void Tar_NameWhoseSizeIsInBase256_IsRefused()
    {
        byte[] header = Header("L", 'L', 0);
        header[124] = 0x80;

        AssertLimit(Gzip([.. Sum(header), .. new byte[1024]]), new ArchiveLimits(), "bytes in the header of an entry");
    }

    [Test]
    public void Tar_DamagedHeader_IsSaidToBe() => Assert.That(
        () => CountAsync(Gzip([.. Enumerable.Repeat((byte)'a', 1024)]), new ArchiveLimits()),
        Throws.InstanceOf<SkillPackageException>().With.Message.Contains("a tar header is damaged or missing"));

    [Test]
    public void Tar_EntryOfAnUnknownType_IsNamed() => Assert.That(
        () => SkillArchive.ReadTarGzAsync(new MemoryStream(Gzip(Tar(("a", 'Z', [])))), Source),
        Throws.InstanceOf<SkillPackageException>()
            .With.Property("Code")
            .EqualTo(SkillErrorCodes.PackageEntryKind)
            .And.Message.Contains("tar type 'Z'"));

    [Test]
    public async Task Folders_HoweverMarked_AreNoFiles()
    {
        SkillPackage tar = await SkillArchive.ReadTarGzAsync(
            new MemoryStream(Gzip(Tar(
                ("SKILL.md", '0', Encoding.UTF8.GetBytes(Manifest)), ("one", '5', []), ("two/", '5', []),
                ("three/", '0', [])))),
            Source);
        var bytes = new MemoryStream();
        using (var writer = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (Stream manifest = writer.CreateEntry("SKILL.md").Open())
            {
                manifest.Write(Encoding.UTF8.GetBytes(Manifest));
            }

            writer.CreateEntry("one").ExternalAttributes = 0x41ED << 16;
            writer.CreateEntry("two/");
        }

        bytes.Position = 0;
        SkillPackage zip = await SkillArchive.ReadZipAsync(bytes, Source);

        Assert.That(tar.Files.Select(file => file.Path), Is.EqualTo(["SKILL.md"]));
        Assert.That(zip.Files.Select(file => file.Path), Is.EqualTo(["SKILL.md"]));
    }

    [Test]
    public async Task Zip_AsLargeAsMayBe_IsRead()
    {
        byte[] zip = new RawZip().Add("a", "text").Build();

        Assert.That(await Count(zip.Length), Is.EqualTo(1));
        Assert.That(
            () => Count(zip.Length - 1),
            Throws.InstanceOf<SkillPackageException>().With.Property("Code").EqualTo(SkillErrorCodes.PackageLimit));

        async Task<int> Count(long most) => await ZipSkillArchive
            .ReadAsync(new MemoryStream(zip), new ArchiveLimits { MaxBytes = most }, CancellationToken.None)
            .CountAsync();
    }

    [Test]
    public void Zip_DamagedCompression_IsSaidToBe()
    {
        var bytes = new MemoryStream();
        using (var writer = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream manifest = writer.CreateEntry("SKILL.md", CompressionLevel.SmallestSize).Open();
            manifest.Write(Encoding.UTF8.GetBytes(Manifest));
        }

        byte[] zip = bytes.ToArray();
        zip.AsSpan(38, 8).Fill(0xFF);

        Assert.That(
            () => SkillArchive.ReadZipAsync(new MemoryStream(zip), Source),
            Throws.InstanceOf<SkillPackageException>().With.Message.Contains("the compressed data of an entry"));
    }

    [Test]
    public void Null_Arguments_AreRefused()
    {
        Assert.That(() => SkillArchive.ReadTarGzAsync(null!, Source), Throws.ArgumentNullException);
        Assert.That(() => SkillArchive.ReadZipAsync(null!, Source), Throws.ArgumentNullException);
        Assert.That(() => SkillArchive.ReadZipAsync(new MemoryStream(), null!), Throws.ArgumentNullException);
        Assert.That(() => SkillDigest.OfContent((SkillPackage)null!), Throws.ArgumentNullException);
        Assert.That(() => SkillDigest.OfContent((IEnumerable<SkillFileDigest>)null!), Throws.ArgumentNullException);
        Assert.That(() => SkillDigest.OfGitTree(null!), Throws.ArgumentNullException);
        Assert.That(() => SkillPath.IsValid(null!), Throws.ArgumentNullException);
        Assert.That(() => SkillPath.ThrowIfInvalid(null!), Throws.ArgumentNullException);
        Assert.That(() => new SkillPackageBuilder().Add(null!), Throws.ArgumentNullException);
        Assert.That(() => new SkillPackageBuilder().Build(null!), Throws.ArgumentNullException);
    }

    private static async Task<int> CountAsync(byte[] archive, ArchiveLimits limits) =>
        await TarGzArchive.ReadAsync(new MemoryStream(archive), limits, CancellationToken.None).CountAsync();

    private static void AssertLimit(byte[] archive, ArchiveLimits limits, string what) => Assert.That(
        () => CountAsync(archive, limits),
        Throws.InstanceOf<SkillPackageException>()
            .With.Property("Code")
            .EqualTo(SkillErrorCodes.PackageLimit)
            .And.Message.Contains(what));

    private static byte[] Tar(params (string Name, char Type, byte[] Content)[] entries) =>
    [
        .. entries.SelectMany(entry => (byte[])
        [
            .. Header(entry.Name, entry.Type, entry.Content.Length), .. entry.Content,
            .. new byte[(512 - (entry.Content.Length % 512)) % 512],
        ]),
        .. new byte[1024],
    ];

    private static byte[] Header(string name, char type, int size)
    {
        byte[] header = new byte[512];
        Encoding.ASCII.GetBytes(name).CopyTo(header, 0);
        Encoding.ASCII
            .GetBytes($"0000644\00000000\00000000\0{Convert.ToString(size, 8).PadLeft(11, '0')}\000000000000\0")
            .CopyTo(header, 100);
        header[156] = (byte)type;
        Encoding.ASCII.GetBytes("ustar\000").CopyTo(header, 257);
        return Sum(header);
    }

    private static byte[] Sum(byte[] header)
    {
        header.AsSpan(148, 8).Fill((byte)' ');
        Encoding.ASCII
            .GetBytes($"{Convert.ToString(header.Sum(b => b), 8).PadLeft(6, '0')}\0 ")
            .CopyTo(header, 148);
        return header;
    }

    private static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private sealed class Pieces(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, piece)]);

        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, Math.Min(count, piece));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, piece)], cancellationToken);
    }
}

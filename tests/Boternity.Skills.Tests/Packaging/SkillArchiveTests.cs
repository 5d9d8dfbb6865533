using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Boternity.Skills.Manifests;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Tests.Packaging;

public sealed class SkillArchiveTests
{
    private const string Manifest = SkillPackageBuilderTests.Manifest;

    private static readonly SkillSource Source = new() { Registry = "test", Path = "" };

    public enum Kind
    {
        TarGz,
        Zip,
    }

    [Test]
    public async Task Archive_OfASkill_BringsTheWholeFolder(
        [Values] Kind kind, [Values("", "pdf/", "./")] string prefix)
    {
        SkillPackage package = await ReadAsync(
            kind,
            (prefix + "SKILL.md", Manifest, 0),
            (prefix + "scripts/run.sh", "echo", 1),
            (prefix + "assets/ü.txt", "ü", 0),
            (prefix + "scripts/skill.py", "", 0));

        Assert.That(
            package.Files.Select(file => (file.Path, Encoding.UTF8.GetString(file.Content.Span), file.IsExecutable)),
            Is.EqualTo(new[]
            {
                ("SKILL.md", Manifest, false),
                ("assets/ü.txt", "ü", false),
                ("scripts/run.sh", "echo", true),
                ("scripts/skill.py", "", false),
            }));
    }

    [Test]
    public async Task Archive_WithAPathThatEscapes_IsRefused(
        [Values] Kind kind,
        [Values("../evil", "pdf/../../evil", "/etc/evil", "pdf/..\\evil", "C:/evil", "pdf/NUL", "pdf//x")] string path)
    {
        var error = await Assert.ThrowsAsync<SkillPackageException>(
            () => ReadAsync(kind, ("pdf/SKILL.md", Manifest, 0), (path, "x", 0)));
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.PackagePath));
    }

    [Test]
    public async Task Archive_WhosePrefixEscapes_IsRefused([Values] Kind kind)
    {
        var error = await Assert.ThrowsAsync<SkillPackageException>(
            () => ReadAsync(kind, ("../SKILL.md", Manifest, 0), ("../x", "x", 0)));
        Assert.That(error!.Path, Is.EqualTo("../SKILL.md"));
    }

    [Test]
    public async Task Archive_WithAClash_IsRefused([Values] Kind kind)
    {
        var error = await Assert.ThrowsAsync<SkillPackageException>(
            () => ReadAsync(kind, ("SKILL.md", Manifest, 0), ("caf\u00e9", "1", 0), ("CAFE\u0301", "2", 0)));
        Assert.That(error!.Message, Does.Contain("is the same as"));
    }

    [Test]
    public async Task Archive_WithABomb_StopsAtTheLimit([Values] Kind kind)
    {
        string zeros = new('\0', 40 * 1024 * 1024);
        var error = await Assert.ThrowsAsync<SkillPackageException>(
            () => ReadAsync(kind, ("SKILL.md", Manifest, 0), ("bomb", zeros, 0)));
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.PackageLimit));
    }

    [Test]
    public async Task Archive_WithTooManyFiles_IsRefused([Values] Kind kind)
    {
        (string, string, int)[] files =
        [
            ("SKILL.md", Manifest, 0),
            .. Enumerable.Range(0, 1_000).Select(i => ($"f{i}", "", 0)),
        ];
        var error = await Assert.ThrowsAsync<SkillPackageException>(() => ReadAsync(kind, files));
        Assert.That(error!.Limit, Is.EqualTo(1_000));
    }

    [Test]
    public async Task Archive_CutAnywhere_IsAnErrorNeverShort([Values] Kind kind)
    {
        byte[] whole = Build(
            kind, ("SKILL.md", Manifest, 0), ("a/b.txt", Guid.NewGuid().ToString(), 0), ("z", "end", 0));
        for (int length = 0; length < whole.Length; length += 7)
        {
            SkillPackage? package = null;
            try
            {
                package = await ReadAsync(kind, whole[..length]);
            }
            catch (SkillPackageException error)
            {
                Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.PackageArchive));
            }

            // Cut in gzip's trailer, it may pass; then with all that was in it.
            Assert.That(package?.Files.Count ?? 3, Is.EqualTo(3), $"{length} of {whole.Length}");
            Assert.That(package is null || length > whole.Length - 32, Is.True, $"{length} of {whole.Length}");
        }
    }

    [Test]
    public async Task Archive_WithAByteChanged_NeverThrowsAnythingElse([Values] Kind kind)
    {
        byte[] whole = Build(kind, ("SKILL.md", Manifest, 0), ("a/b.txt", "content", 0), ("z", "end", 0));
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] changed = [.. whole];
            changed[at] ^= (byte)(1 << (at % 8));
            try
            {
                await ReadAsync(kind, changed);
            }
            catch (Exception e) when (e is SkillPackageException or SkillManifestException)
            {
            }
        }
    }

    [TestCase(TarEntryType.SymbolicLink, "symbolic link")]
    [TestCase(TarEntryType.HardLink, "hard link")]
    [TestCase(TarEntryType.CharacterDevice, "device")]
    [TestCase(TarEntryType.BlockDevice, "device")]
    [TestCase(TarEntryType.Fifo, "pipe")]
    public async Task TarGz_WithALinkOrADevice_IsRefused(TarEntryType type, string kind)
    {
        var entry = new PaxTarEntry(type, "link");
        if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
        {
            entry.LinkName = "../../../etc/passwd";
        }

        using MemoryStream archive = new TarGzBuilder().File("SKILL.md", Manifest).Add(entry).Open();
        var error = await Assert.ThrowsAsync<SkillPackageException>(
            () => SkillArchive.ReadTarGzAsync(archive, Source));
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.PackageEntryKind));
        Assert.That(error.Message, Does.Contain(kind));
    }

    [TestCase(0xA1FF, "symbolic link")]
    [TestCase(0x21FF, "device")]
    [TestCase(0x11FF, "pipe")]
    public async Task Zip_WithALinkOrADevice_IsRefused(int mode, string kind)
    {
        var error = await Assert.ThrowsAsync<SkillPackageException>(
            () => ReadAsync(Kind.Zip, ("SKILL.md", Manifest, 0), ("link", "/etc/passwd", mode)));
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.PackageEntryKind));
        Assert.That(error.Message, Does.Contain(kind));
    }

    [Test]
    public async Task TarGz_WithLongNames_KeepsThem(
        [Values(TarEntryFormat.Pax, TarEntryFormat.Gnu)] TarEntryFormat format)
    {
        string path =
            string.Join('/', Enumerable.Range(0, 12).Select(i => $"folder-with-a-long-name-{i}")) + "/file.txt";
        TarEntry entry = format == TarEntryFormat.Pax
            ? new PaxTarEntry(TarEntryType.RegularFile, path)
            : new GnuTarEntry(TarEntryType.RegularFile, path);
        using MemoryStream archive = new TarGzBuilder().File("SKILL.md", Manifest).Add(entry).Open();

        SkillPackage package = await SkillArchive.ReadTarGzAsync(archive, Source);
        Assert.That(package.FindFile(path), Is.Not.Null);
    }

    [Test]
    public async Task TarGz_WithAttributesThatAskForGigabytes_IsRefusedBeforeRoomIsMade(
        [Values('x', 'g', 'L')] char type)
    {
        byte[] header = new byte[512];
        Encoding.ASCII.GetBytes("name").CopyTo(header, 0);
        Encoding.ASCII.GetBytes("0000644\00000000\00000000\017777777777\000000000000\0        ").CopyTo(header, 100);
        header[156] = (byte)type;
        Encoding.ASCII.GetBytes("ustar\000").CopyTo(header, 257);
        int sum = header.Sum(b => b);
        Encoding.ASCII.GetBytes($"{Convert.ToString(sum, 8).PadLeft(6, '0')}\0 ").CopyTo(header, 148);
        var archive = new MemoryStream();
        using (var gzip = new GZipStream(archive, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(header);
            gzip.Write(new byte[10_000]);
        }

        archive.Position = 0;
        long before = GC.GetTotalAllocatedBytes(precise: true);
        var error = await Assert.ThrowsAsync<SkillPackageException>(
            () => SkillArchive.ReadTarGzAsync(archive, Source));
        Assert.That(error!.Code, Is.EqualTo(SkillErrorCodes.PackageLimit));
        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(64 * 1024 * 1024));
    }

    [Test]
    public void Archive_WhoseReadingIsCancelled_Stops([Values] Kind kind)
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        using var archive = new MemoryStream(Build(kind, ("SKILL.md", Manifest, 0)));
        Assert.That(
            async () => await (kind == Kind.Zip
                ? SkillArchive.ReadZipAsync(archive, Source, null, cancellation.Token)
                : SkillArchive.ReadTarGzAsync(archive, Source, null, cancellation.Token)),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Archive_WithoutLimitsToSpeakOf_IsTaken([Values] Kind kind)
    {
        var limits = new SkillPackageLimits
        {
            MaxFiles = int.MaxValue,
            MaxFileBytes = long.MaxValue,
            MaxTotalBytes = long.MaxValue,
        };
        using var archive = new MemoryStream(Build(kind, ("SKILL.md", Manifest, 0)));
        SkillPackage package = kind == Kind.Zip
            ? await SkillArchive.ReadZipAsync(archive, Source, limits)
            : await SkillArchive.ReadTarGzAsync(archive, Source, limits);
        Assert.That(package.Files, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Zip_ThatCannotSeek_IsBuffered()
    {
        byte[] zip = Build(Kind.Zip, ("SKILL.md", Manifest, 0));
        using var gzip = new MemoryStream();
        using (var pack = new GZipStream(gzip, CompressionLevel.Fastest, leaveOpen: true))
        {
            pack.Write(zip);
        }

        gzip.Position = 0;
        using var forwardOnly = new GZipStream(gzip, CompressionMode.Decompress);
        SkillPackage package = await SkillArchive.ReadZipAsync(forwardOnly, Source);
        Assert.That(package.Files, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Zip_MadeByFinder_LosesItsAttributeCopies()
    {
        SkillPackage package = await ReadAsync(
            Kind.Zip, ("pdf/SKILL.md", Manifest, 0), ("__MACOSX/pdf/._SKILL.md", "x", 0));
        Assert.That(package.Files.Select(file => file.Path), Is.EqualTo(new[] { "SKILL.md" }));
    }

    private static Task<SkillPackage> ReadAsync(Kind kind, params (string Path, string Content, int Mode)[] files) =>
        ReadAsync(kind, Build(kind, files));

    private static async Task<SkillPackage> ReadAsync(Kind kind, byte[] archive)
    {
        using var stream = new MemoryStream(archive);
        return kind == Kind.Zip
            ? await SkillArchive.ReadZipAsync(stream, Source)
            : await SkillArchive.ReadTarGzAsync(stream, Source);
    }

    // A mode of 1 means "executable", 0 "not", any other is the whole st_mode.
    private static byte[] Build(Kind kind, params (string Path, string Content, int Mode)[] files)
    {
        if (kind == Kind.TarGz)
        {
            var tar = new TarGzBuilder();
            foreach ((string path, string content, int mode) in files)
            {
                tar.File(path, content, mode == 1);
            }

            return tar.Build();
        }

        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach ((string path, string content, int mode) in files)
            {
                ZipArchiveEntry entry = zip.CreateEntry(path);
                entry.ExternalAttributes = (mode switch { 0 => 0x81A4, 1 => 0x81ED, _ => mode }) << 16;
                using Stream stream = entry.Open();
                stream.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return bytes.ToArray();
    }
}

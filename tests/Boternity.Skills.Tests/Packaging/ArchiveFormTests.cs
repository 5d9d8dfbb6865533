using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Tests.Packaging;

/// <summary>Archives that two readers would read differently, or that do not hold what they say.</summary>
public sealed class ArchiveFormTests
{
    private const string Manifest = SkillPackageBuilderTests.Manifest;
    private const int LocalCrc = 14;
    private const int LocalName = 30;

    private static readonly SkillSource Source = TestSkills.Source("pdf");

    [Test]
    public async Task Zip_AsItShouldBe_IsRead([Values] bool isStreamed)
    {
        SkillPackage package = await ReadZipAsync(Zip(isStreamed));

        Assert.That(package.Files.Select(file => file.Path), Is.EqualTo(["SKILL.md", "a.txt"]));
    }

    [Test]
    public void Zip_ContentThatDoesNotFitItsChecksum_IsRefused()
    {
        byte[] zip = Zip();
        zip[Find(zip, "stored content")] ^= 1;

        AssertRefused(zip, "checksum");
    }

    [Test]
    public void Zip_ChecksumChangedInBothHeaders_IsRefused()
    {
        byte[] zip = Zip();
        zip[LocalCrc] ^= 1;
        zip[Central(zip) + 16] ^= 1;

        AssertRefused(zip, "checksum");
    }

    [Test]
    public void Zip_LengthSmallerThanTheContent_IsRefused()
    {
        byte[] zip = Zip();
        int central = Central(zip);
        int local = (int)BinaryPrimitives.ReadUInt32LittleEndian(zip.AsSpan(central + 42));
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(local + 22), 3);
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(central + 24), 3);

        Assert.That(
            () => ReadZipAsync(zip),
            Throws.InstanceOf<SkillPackageException>().With.Property("Code").EqualTo(SkillErrorCodes.PackageArchive));
    }

    [TestCase(LocalName, "disagree", TestName = "Zip_NameThatDiffersInTheLocalHeader_IsRefused")]
    [TestCase(LocalCrc, "disagree", TestName = "Zip_ChecksumThatDiffersInTheLocalHeader_IsRefused")]
    [TestCase(8, "disagree", TestName = "Zip_MethodThatDiffersInTheLocalHeader_IsRefused")]
    [TestCase(0, "not where the directory says", TestName = "Zip_LocalHeaderWithoutItsSignature_IsRefused")]
    public void Zip_LocalHeaderChanged_IsRefused(int offset, string problem)
    {
        byte[] zip = Zip();
        zip[offset] ^= 8;

        AssertRefused(zip, problem);
    }

    [Test]
    public void Zip_EncryptedEntry_IsRefused()
    {
        byte[] zip = Zip();
        zip[6] |= 1;
        zip[Central(zip) + 8] |= 1;

        AssertRefused(zip, "is encrypted");
    }

    [Test]
    public void Zip_TwoEntriesOfOneContent_IsRefused()
    {
        byte[] zip = Zip();
        int first = Central(zip);
        int second = first + 46 + BinaryPrimitives.ReadUInt16LittleEndian(zip.AsSpan(first + 28));
        zip.AsSpan(first, 46).CopyTo(zip.AsSpan(second));

        Assert.That(
            () => ReadZipAsync(zip),
            Throws.InstanceOf<SkillPackageException>().With.Property("Code").EqualTo(SkillErrorCodes.PackageArchive));
    }

    [Test]
    public void Zip_BytesBeforeTheFirstEntry_IsRefused()
    {
        byte[] zip = Zip();
        byte[] prefixed = [.. "#!/bin/sh\n"u8, .. zip];
        int end = prefixed.Length - 22;
        int shift = prefixed.Length - zip.Length;
        for (int at = Central(zip) + shift; at < end;)
        {
            Add(prefixed, at + 42, shift);
            at += 46 + BinaryPrimitives.ReadUInt16LittleEndian(prefixed.AsSpan(at + 28));
        }

        Add(prefixed, end + 16, shift);

        AssertRefused(prefixed, "belong to no entry");
    }

    [Test]
    public void Zip_BytesAfterItsEnd_IsRefused() => AssertRefused([.. Zip(), .. "more"u8], "bytes after its end");

    [Test]
    public void Zip_BytesBetweenTheDirectoryAndItsEnd_IsRefused()
    {
        byte[] zip = Zip();

        AssertRefused([.. zip[..^22], 0, 0, .. zip[^22..]], "between its directory and its end");
    }

    [Test]
    public void Zip_CutAnywhere_IsATypedError()
    {
        byte[] zip = Zip();
        for (int length = 0; length < zip.Length; length++)
        {
            byte[] cut = zip[..length];
            Assert.That(() => ReadZipAsync(cut), Throws.InstanceOf<SkillPackageException>(), $"{length} bytes");
        }
    }

    [Test]
    public async Task Zip_AnyByteChanged_IsReadOrATypedError()
    {
        byte[] zip = Zip();
        for (int i = 0; i < zip.Length * 2; i++)
        {
            byte[] changed = [.. zip];
            changed[i / 2] ^= (byte)(i % 2 == 0 ? 0x01 : 0xFF);
            try
            {
                await ReadZipAsync(changed);
            }
            catch (Exception exception)
            {
                Assert.That(exception, Is.InstanceOf<SkillException>(), $"byte {i / 2}");
            }
        }
    }

    [Test]
    public void Tar_SparseFile_IsRefused()
    {
        var entry = new PaxTarEntry(
            TarEntryType.RegularFile,
            "GNUSparseFile.0/a.txt",
            new Dictionary<string, string>
            {
                ["GNU.sparse.major"] = "1",
                ["GNU.sparse.minor"] = "0",
                ["GNU.sparse.realsize"] = "1000000",
            })
        {
            DataStream = new MemoryStream(new byte[512]),
        };
        byte[] archive = new TarGzBuilder().File("SKILL.md", Manifest).Add(entry).Build();

        Assert.That(
            () => SkillArchive.ReadTarGzAsync(new MemoryStream(archive), Source),
            Throws.InstanceOf<SkillPackageException>().With.Message.Contains("sparse"));
    }

    [Test]
    public void Tar_SparseFileOfTheOlderForm_IsATypedError()
    {
        byte[] tar = Gunzip(new TarGzBuilder().File("SKILL.md", Manifest).File("a.txt", "x").Build());
        for (int at = 0; at < tar.Length; at += 512)
        {
            if (Encoding.ASCII.GetString(tar, at, 6) == "a.txt\0")
            {
                Retype(tar.AsSpan(at, 512), (byte)'S');
            }
        }

        Assert.That(
            () => SkillArchive.ReadTarGzAsync(new MemoryStream(Gzip(tar)), Source),
            Throws.InstanceOf<SkillPackageException>());
    }

    [Test]
    public async Task Gzip_FollowedByWhatEndsInItsTrailer_IsRefused(
        [Values(10, 200_000)] int size,
        [Values(0, 1, 8, 9, 8_192, 20_000)] int more,
        [Values(1, 100, 8_192, 1_000_000)] int block)
    {
        byte[] noise = new byte[size];
        new Random(1).NextBytes(noise);
        byte[] archive = new TarGzBuilder().File("SKILL.md", Manifest).File("noise.bin", noise).Build();
        byte[] followed = [.. archive, .. new byte[more], .. archive[^8..]];

        Assert.That((await ReadAsync(archive)).Files, Has.Count.EqualTo(2));
        SkillPackageException error = (await Assert.ThrowsAsync<SkillPackageException>(() => ReadAsync(followed)))!;
        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.PackageArchive));

        async Task<SkillPackage> ReadAsync(byte[] bytes)
        {
            await using var pieces = new PiecesStream(bytes, block);
            return await SkillArchive.ReadTarGzAsync(pieces, Source);
        }
    }

    [Test]
    public void Gzip_TrailerCutChangedOrFollowed_IsRefused()
    {
        byte[] archive = new TarGzBuilder().File("SKILL.md", Manifest).Build();
        Assert.That(() => SkillArchive.ReadTarGzAsync(new MemoryStream(archive), Source), Throws.Nothing);
        List<byte[]> damaged =
        [
            .. Enumerable.Range(1, 8).Select(cut => archive[..^cut]),
            [.. archive, .. "more"u8],
            [.. archive, 0],
        ];
        for (int i = 1; i <= 8; i++)
        {
            byte[] changed = [.. archive];
            changed[^i] ^= 1;
            damaged.Add(changed);
        }

        foreach (byte[] bytes in damaged)
        {
            Assert.That(
                () => SkillArchive.ReadTarGzAsync(new MemoryStream(bytes), Source),
                Throws.InstanceOf<SkillPackageException>()
                    .With.Property("Code")
                    .EqualTo(SkillErrorCodes.PackageArchive),
                $"{bytes.Length} of {archive.Length} bytes");
        }
    }

    [TestCase(".git/config")]
    [TestCase("deep/.GIT/hooks/pre-commit")]
    [TestCase(".Git")]
    [TestCase("a/git~1/config")]
    [TestCase("GIT~1")]
    [TestCase(".g\u200cit/config", TestName = "Path_GitWithACharacterThatHfsIgnores_IsRefused")]
    public void Path_OfGitsOwnDirectory_IsRefused(string path)
    {
        Assert.That(SkillPath.IsValid(path), Is.False);
        Assert.That(
            () =>
                SkillArchive.ReadTarGzAsync(new TarGzBuilder().File("SKILL.md", Manifest).File(path).Open(), Source),
            Throws.InstanceOf<SkillPackageException>().With.Property("Code").EqualTo(SkillErrorCodes.PackagePath));
    }

    [TestCase(".gitignore")]
    [TestCase("git/config")]
    [TestCase("a.git/x")]
    [TestCase(".github/workflow.yml")]
    public void Path_LikeGits_IsAllowed(string path) => Assert.That(SkillPath.IsValid(path), Is.True);

    private static void AssertRefused(byte[] zip, string problem) => Assert.That(
        () => ReadZipAsync(zip),
        Throws.InstanceOf<SkillPackageException>()
            .With.Property("Code")
            .EqualTo(SkillErrorCodes.PackageArchive)
            .And.Message.Contains(problem));

    private static Task<SkillPackage> ReadZipAsync(byte[] zip) =>
        SkillArchive.ReadZipAsync(new MemoryStream(zip), Source);

    // Written to a stream that cannot seek, sizes and checksums follow the data.
    private static byte[] Zip(bool isStreamed = false)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(
            isStreamed ? new ForwardOnly(bytes) : bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(zip, "SKILL.md", Manifest, CompressionLevel.NoCompression);
            Write(zip, "a.txt", "stored content", CompressionLevel.NoCompression);
        }

        return bytes.ToArray();

        static void Write(ZipArchive zip, string path, string content, CompressionLevel level)
        {
            using Stream entry = zip.CreateEntry(path, level).Open();
            entry.Write(Encoding.UTF8.GetBytes(content));
        }
    }

    private static int Central(byte[] zip) =>
        (int)BinaryPrimitives.ReadUInt32LittleEndian(zip.AsSpan(zip.Length - 22 + 16));

    private static int Find(byte[] bytes, string text) => bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text));

    private static void Add(byte[] bytes, int at, int shift) => BinaryPrimitives.WriteUInt32LittleEndian(
        bytes.AsSpan(at), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at)) + (uint)shift);

    private static void Retype(Span<byte> header, byte type)
    {
        header[156] = type;
        "        "u8.CopyTo(header[148..]);
        int sum = 0;
        foreach (byte b in header)
        {
            sum += b;
        }

        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
    }

    private static byte[] Gunzip(byte[] bytes)
    {
        using var gunzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        var plain = new MemoryStream();
        gunzip.CopyTo(plain);
        return plain.ToArray();
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

    private sealed class ForwardOnly(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }

    /// <summary>Gives at most so many bytes at once.</summary>
    private sealed class PiecesStream(byte[] bytes, int most) : MemoryStream(bytes, writable: false)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, most)], cancellationToken);
    }
}

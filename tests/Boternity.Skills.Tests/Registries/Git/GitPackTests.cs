using System.Text;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries.Git;

namespace Boternity.Skills.Tests.Registries.Git;

public sealed class GitPackTests
{
    // To take the first four bytes of the source, and those of the difference.
    private const byte CopyFour = 0b1001_0000;

    [Test]
    public async Task Read_PackOfGit_HasEveryObjectWithItsName()
    {
        GitBackend.Require();
        using var git = new GitBackend();
        await git.InitAsync("repo.git");
        var text = new StringBuilder();
        for (int i = 0; i < 30; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"line {i * 7919 % 1000} of the text\n");
            await git.CommitAsync("repo.git", ("a.txt", text.ToString()), ($"folder/{i % 4}.txt", $"{text}{i}"));
        }

        await git.GitAsync("repo.git", "repack", "-q", "-a", "-d", "-f", "--depth=30", "--window=30");
        string file = Directory.GetFiles(Path.Combine(git.PathOf("repo.git"), "objects", "pack"), "*.pack").Single();
        byte[] bytes = await File.ReadAllBytesAsync(file);
        string[] listed =
            (await git.GitAsync("repo.git", "cat-file", "--batch-check", "--batch-all-objects")).Split('\n');
        string depths = await git.GitAsync("repo.git", "verify-pack", "-v", file.Replace(".pack", ".idx"));

        GitPack pack = Read(bytes);

        Assert.That(depths, Does.Contain("chain length = 2"), "it has differences to differences");
        Assert.That(listed, Has.Length.GreaterThan(100));
        foreach (string line in listed)
        {
            string[] parts = line.Split(' ');
            int index = pack.Find(parts[0], Enum.Parse<GitObjectKind>(parts[1], ignoreCase: true));
            Assert.That($"{pack.SizeOf(index)}", Is.EqualTo(parts[2]));
            await using Stream content = pack.Open(index);
            using var copy = new MemoryStream();
            await content.CopyToAsync(copy);
            Assert.That(copy.ToArray(), Is.EqualTo(pack.ContentOf(index)));
        }
    }

    [Test]
    public void Read_ManySmallObjects_FindsWhereEachEnds()
    {
        var builder = new GitPackBuilder();
        var random = new Random(1);
        var names = new Dictionary<string, byte[]>();
        for (int i = 0; i < 3_000; i++)
        {
            byte[] content = new byte[random.Next(0, 40)];
            random.NextBytes(content);
            names[builder.Blob(content)] = content;
        }

        GitPack pack = Read(builder.Build());

        foreach ((string name, byte[] content) in names)
        {
            Assert.That(pack.ContentOf(pack.Find(name, GitObjectKind.Blob)), Is.EqualTo(content));
        }
    }

    [Test]
    public void Read_ChecksumThatStandsInTheNextObject_DoesNotMisleadIt()
    {
        // The end of the first object stands in the second one again, which is not compressed.
        byte[] first = [1, 2, 3, 4, 5];
        byte[] ends = GitPackBuilder.Deflate(first)[^4..];
        var builder = new GitPackBuilder();
        string one = builder.Blob(first);
        string two = builder.Blob([.. ends, .. ends, .. ends, 9]);

        GitPack pack = Read(builder.Build());

        Assert.That(pack.ContentOf(pack.Find(one, GitObjectKind.Blob)), Is.EqualTo(first));
        Assert.That(pack.SizeOf(pack.Find(two, GitObjectKind.Blob)), Is.EqualTo(13));
    }

    [Test]
    public void Read_Differences_AreMade()
    {
        var builder = new GitPackBuilder();
        int start = builder.Next;
        string source = builder.Blob("0123456789");
        builder.NamedDelta(NameOf("0123ab"), GitPackBuilder.Delta(6, 5, CopyFour, 4, 1, (byte)'!'));
        builder.OffsetDelta(start, GitPackBuilder.Delta(10, 6, CopyFour, 4, 2, (byte)'a', (byte)'b'));

        GitPack pack = Read(builder.Build());

        Assert.That(pack.Find(source, GitObjectKind.Blob), Is.Zero);
        Assert.That(Text(pack, "0123ab"), Is.EqualTo("0123ab"));
        Assert.That(Text(pack, "0123!"), Is.EqualTo("0123!"), "a difference to what comes after it, by its name");
    }

    private static IEnumerable<TestCaseData> Hostile()
    {
        static GitPackBuilder Honest()
        {
            var builder = new GitPackBuilder();
            builder.Blob("0123456789");
            return builder;
        }

        byte[] whole = Honest().Build();
        yield return Case("not a pack", new byte[64], "no pack");
        yield return Case("empty", [], "no pack");
        yield return Case("another version", GitPackBuilder.Seal([.. "PACK"u8, 0, 0, 0, 9, 0, 0, 0, 0]), "version 2");
        yield return Case("truncated", whole[..^5], "checksum");
        yield return Case("a byte changed", [.. whole[..20], (byte)(whole[20] ^ 1), .. whole[21..]], "checksum");
        yield return Case("more objects than there are", Honest().Build(count: 2), "less objects");
        yield return Case("a count without objects", Honest().Build(count: 100_000), "less objects");
        yield return Case("fewer objects than there are", Honest().Build(count: 0), "more after");
        yield return Case(
            "a size that cannot be",
            Honest().Raw([.. GitPackBuilder.Header(3, 1L << 40), .. GitPackBuilder.Deflate([1])]).Build(),
            "larger than it can be");
        yield return Case(
            "a size without end",
            Honest().Raw([0xBF, .. Enumerable.Repeat((byte)0xFF, 20), .. GitPackBuilder.Deflate([1])]).Build(),
            "larger than it can be");
        yield return Case(
            "a size that is too small",
            Honest().Raw([.. GitPackBuilder.Header(3, 1), .. GitPackBuilder.Deflate([1, 2, 3])]).Build(),
            "another size");
        yield return Case(
            "a size that is too large",
            Honest().Raw([.. GitPackBuilder.Header(3, 9), .. GitPackBuilder.Deflate([1, 2, 3])]).Build(),
            "another size");
        yield return Case(
            "an object that is cut",
            Honest().Raw([.. GitPackBuilder.Header(3, 3), .. GitPackBuilder.Deflate([1, 2, 3])[..^2]]).Build(),
            "too early");
        yield return Case(
            "no zlib", Honest().Raw([.. GitPackBuilder.Header(3, 3), 1, 2, 3, 4, 5, 6, 7, 8]).Build(), "damaged");
        yield return Case("a kind that is not known", Honest().Raw([0x50, 1, 2, 3, 4, 5]).Build(), "not known");
        yield return Case(
            "a difference to itself",
            Honest().OffsetDelta(Honest().Next, GitPackBuilder.Delta(1, 1, 1, 1)).Build(),
            "none before it");
        yield return Case(
            "a difference to before the pack",
            Honest().OffsetDelta(-5, GitPackBuilder.Delta(1, 1, 1, 1)).Build(),
            "none before it");
        yield return Case(
            "a difference to the middle of an object",
            Honest().OffsetDelta(14, GitPackBuilder.Delta(1, 1, 1, 1)).Build(),
            "none before it");
        yield return Case(
            "a difference to what is not there",
            Honest().NamedDelta(NameOf("nothing"), GitPackBuilder.Delta(7, 1, 1, 1)).Build(),
            "not there, or in a circle");
        yield return Case(
            "differences in a circle",
            Honest()
                .NamedDelta(NameOf("a"), GitPackBuilder.Delta(1, 1, 1, (byte)'b'))
                .NamedDelta(NameOf("b"), GitPackBuilder.Delta(1, 1, 1, (byte)'a'))
                .Build(),
            "in a circle");
        foreach ((string name, byte[] delta, string text) in Deltas())
        {
            yield return Case(name, Honest().OffsetDelta(12, delta).Build(), text);
        }
    }

    private static IEnumerable<(string Name, byte[] Delta, string Text)> Deltas() =>
    [
        ("a difference without sizes", [], "no size"),
        ("a difference whose size has no end", [.. Enumerable.Repeat((byte)0xFF, 20)], "too large"),
        ("a difference to another size", GitPackBuilder.Delta(11, 1, 1, 1), "another size"),
        ("a difference that copies too much", GitPackBuilder.Delta(10, 20, 0b1001_0000, 20), "not there"),
        ("a difference that copies from beyond", GitPackBuilder.Delta(10, 4, 0b1001_0001, 9, 4), "not there"),
        ("a difference that is cut in a copy", GitPackBuilder.Delta(10, 4, 0b1001_0001), "is cut"),
        ("a difference that is cut in its own", GitPackBuilder.Delta(10, 4, 9, 1), "not there"),
        ("a difference that makes more", GitPackBuilder.Delta(10, 2, CopyFour, 4), "more than it says"),
        ("a difference that makes less", GitPackBuilder.Delta(10, 9, CopyFour, 4), "less than it says"),
        ("a difference with an instruction of the future", GitPackBuilder.Delta(10, 1, 0, 1), "not known"),
    ];

    [TestCaseSource(nameof(Hostile))]
    public void Read_HostilePack_IsRefused(byte[] pack, string text)
    {
        SkillPackageException error = Assert.Throws<SkillPackageException>(() => Read(pack))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.PackageArchive));
        Assert.That(error.Message, Does.Contain(text));
    }

    [Test]
    public void Read_EveryTruncation_IsRefused()
    {
        byte[] whole = new GitPackBuilder().OffsetDelta(0, [1]).Build()[..^20];
        byte[] honest = Pack(out _)[..^20];
        foreach (byte[] pack in new[] { whole, honest })
        {
            for (int length = 0; length < pack.Length; length++)
            {
                Assert.Throws<SkillPackageException>(() => Read(GitPackBuilder.Seal(pack[..length])), $"{length}");
            }
        }
    }

    [Test]
    public void Read_DeltaBomb_StopsAtTheLimitOfAllBytes()
    {
        // Each difference copies its source sixteen times.
        var builder = new GitPackBuilder();
        int start = builder.Next;
        builder.Blob(new byte[60_000]);
        long size = 60_000;
        for (int i = 0; i < 2; i++)
        {
            byte[] copy = [0b1111_0000, (byte)size, (byte)(size >> 8), (byte)(size >> 16)];
            byte[] delta = GitPackBuilder.Delta(
                size, size * 16, [.. Enumerable.Repeat(copy, 16).SelectMany(static bytes => bytes)]);
            int next = builder.Next;
            builder.OffsetDelta(start, delta);
            (start, size) = (next, size * 16);
        }

        SkillPackageException error = Assert.Throws<SkillPackageException>(
            () => Read(builder.Build(), new ArchiveLimits { MaxBytes = 10_000_000 }))!;

        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.PackageLimit));
        Assert.That(error.Limit, Is.EqualTo(10_000_000));
    }

    [Test]
    public void Read_DifferenceThatSaysItMakesTooMuch_IsRefusedBeforeItIsMade()
    {
        byte[] pack = Start(out int start).OffsetDelta(start, GitPackBuilder.Delta(10, 200_000_000, 1, 1)).Build();

        SkillPackageException error = Assert.Throws<SkillPackageException>(() => Read(pack))!;

        Assert.That(error.Limit, Is.EqualTo(GitPack.MaxObjectBytes));
    }

    [Test]
    public void Read_ChainThatIsTooLong_IsRefused()
    {
        GitPackBuilder builder = Start(out int start);
        for (int i = 0; i <= GitPack.MaxDeltaDepth; i++)
        {
            int next = builder.Next;
            builder.OffsetDelta(start, GitPackBuilder.Delta(10, 10, 0b1001_0000, 10));
            start = next;
        }

        SkillPackageException error = Assert.Throws<SkillPackageException>(() => Read(builder.Build()))!;

        Assert.That(error.Limit, Is.EqualTo(GitPack.MaxDeltaDepth));
    }

    [Test]
    public void Read_MoreObjectsThanAllowed_IsRefused()
    {
        SkillPackageException error = Assert.Throws<SkillPackageException>(
            () => Read(Pack(out _), new ArchiveLimits { MaxEntries = 2 }))!;

        Assert.That(error.Message, Does.Contain("objects"));
    }

    [Test]
    public void Read_Bomb_StopsAtTheLimitOfAllBytes()
    {
        var builder = new GitPackBuilder();
        builder.Blob(new byte[2_000_000]);

        SkillPackageException error = Assert.Throws<SkillPackageException>(
            () => Read(builder.Build(), new ArchiveLimits { MaxBytes = 1_000_000 }))!;

        Assert.That(error.Limit, Is.EqualTo(1_000_000));
    }

    [Test]
    public void Read_ChecksumThatStandsInTheDataAThousandTimes_IsFoundOrStopsAtTheLimit()
    {
        byte[] content = WithItsChecksum(9_000, times: 900);
        var builder = new GitPackBuilder();
        builder.Raw([.. GitPackBuilder.Header(3, content.Length), .. GitPackBuilder.Store(content)]);
        byte[] bytes = builder.Build();

        GitPack pack = Read(bytes);
        SkillPackageException error = Assert.Throws<SkillPackageException>(
            () => Read(bytes, new ArchiveLimits { MaxBytes = 100_000 }))!;

        Assert.That(
            pack.ContentOf(pack.Find(GitPackBuilder.NameOf("blob", content), GitObjectKind.Blob)),
            Is.EqualTo(content));
        Assert.That(error.Code, Is.EqualTo(SkillErrorCodes.PackageLimit));
        Assert.That(error.Message, Does.Contain("again"));
    }

    // Bytes that end with their own Adler-32 (RFC 1950), many times. What is needed for that stands before: so many
    // ones that the sum is right, of which some are moved forward until the sum of sums is.
    private static byte[] WithItsChecksum(int length, int times)
    {
        const int modulus = 65_521;
        byte[] checksum = [0x12, 0x34, 0x56, 0x78];
        byte[] content = new byte[length];
        for (int i = 0; i < times; i++)
        {
            checksum.CopyTo(content, length - (4 * (i + 1)));
        }

        (long a, long b) = Adler(content);
        int free = length - (4 * times);
        long ones = (0x5678 - a + modulus) % modulus;
        int filled = 0;
        for (; ones > 0; filled++)
        {
            content[free - 1 - filled] = (byte)Math.Min(255, ones);
            ones -= content[free - 1 - filled];
        }

        (_, b) = Adler(content);
        long missing = (0x1234 - b + modulus) % modulus;
        int from = free - 1;
        while (missing > 0)
        {
            // A one that stands so much before counts so much more.
            int distance = (int)Math.Min(missing, from);
            while (content[from] == 0 || content[from - distance] == 255)
            {
                _ = content[from] == 0 ? from-- : distance--;
                distance = Math.Min(distance, from);
            }

            content[from]--;
            content[from - distance]++;
            missing -= distance;
        }

        Assert.That(Adler(content), Is.EqualTo((0x5678L, 0x1234L)));
        return content;
    }

    private static (long A, long B) Adler(byte[] content)
    {
        (long a, long b) = (1, 0);
        foreach (byte part in content)
        {
            a = (a + part) % 65_521;
            b = (b + a) % 65_521;
        }

        return (a, b);
    }

    [Test]
    public void Read_Cancelled_Stops() => Assert.Throws<OperationCanceledException>(() =>
    {
        byte[] pack = Pack(out _);
        GitPack.Read(pack, pack.Length, GitObjectFormat.Sha1, new ArchiveLimits(), new CancellationToken(true));
    });

    private static byte[] Pack(out string commit)
    {
        var builder = new GitPackBuilder();
        string file = builder.Blob("text");
        commit = builder.Commit(builder.Tree(("100644", "a", file)));
        return builder.Build();
    }

    private static GitPackBuilder Start(out int start)
    {
        var builder = new GitPackBuilder();
        start = builder.Next;
        builder.Blob("0123456789");
        return builder;
    }

    private static TestCaseData Case(string name, byte[] pack, string text) =>
        new TestCaseData(pack, text).SetArgDisplayNames(name);

    private static GitPack Read(byte[] pack, ArchiveLimits? limits = null) => GitPack.Read(
        pack, pack.Length, GitObjectFormat.Sha1, limits ?? new ArchiveLimits(), CancellationToken.None);

    private static string NameOf(string content) => GitPackBuilder.NameOf("blob", Encoding.UTF8.GetBytes(content));

    private static string Text(GitPack pack, string content) =>
        Encoding.UTF8.GetString(pack.ContentOf(pack.Find(NameOf(content), GitObjectKind.Blob)));
}

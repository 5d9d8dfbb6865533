using System.Buffers.Binary;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Tests.Packaging;

/// <summary>
/// Zips that are written byte by byte; those of the base library are in <see cref="ArchiveFormTests"/>.
/// </summary>
internal sealed class ZipLayoutTests
{
    private const string OneOfSeveral = "one part of several";
    private const string Zip64 = "in the Zip64 format";
    private const string NoEntry = "there are bytes that belong to no entry.";
    private const string Damaged = "its directory is damaged.";
    private static readonly byte[] Signature = [0x50, 0x4B, 7, 8];

    private static IEnumerable<TestCaseData> Descriptors()
    {
        yield return Case(sizes => sizes, true, "plain");
        yield return Case(sizes => [.. Signature, .. sizes], true, "signed");
        yield return Case(Wide, true, "Zip64");
        yield return Case(sizes => [.. Signature, .. Wide(sizes)], true, "signed Zip64");
        yield return Case(_ => [], false, "none");
        yield return Case(_ => Signature, false, "signature alone");
        yield return Case(sizes => sizes[..11], false, "cut");
        yield return Case(sizes => Wide(sizes)[..19], false, "Zip64 cut");
        foreach (int at in new[] { 0, 4, 8 })
        {
            yield return Case(sizes => Changed(sizes, at), false, $"byte {at}");
        }

        foreach (int at in new[] { 0, 4, 8, 12, 16 })
        {
            yield return Case(sizes => Changed(Wide(sizes), at), false, $"Zip64 byte {at}");
        }

        static TestCaseData Case(Func<byte[], byte[]> descriptor, bool isRead, string name) =>
            new TestCaseData(descriptor, isRead).SetArgDisplayNames(name);

        static byte[] Wide(byte[] sizes) => [.. sizes[..4], .. sizes[4..8], 0, 0, 0, 0, .. sizes[8..], 0, 0, 0, 0];

        static byte[] Changed(byte[] bytes, int at)
        {
            byte[] changed = [.. bytes];
            changed[at] ^= 0x40;
            return changed;
        }
    }

    [TestCaseSource(nameof(Descriptors))]
    public void Descriptor_OfAnEntry_SaysWhatTheDirectorySays(Func<byte[], byte[]> descriptor, bool isRead)
    {
        byte[] last = new RawZip().Add("a", "text").Add("b", "more", descriptor: descriptor).Build();
        byte[] first = new RawZip().Add("a", "text", descriptor: descriptor).Add("b", "more").Build();

        if (isRead)
        {
            Assert.That(() => Check(last), Throws.Nothing);
            Assert.That(() => Check(first), Throws.Nothing);
        }
        else
        {
            AssertRefused(last, "what follows the entry 'b' and the directory disagree");
            AssertRefused(first, "what follows the entry 'a' and the directory disagree");
        }
    }

    [Test]
    public void Local_SizesZero_OnlyWhereTheyFollow()
    {
        byte[] garbage = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

        AssertRefused(new RawZip().Add("a", "text", localSizes: new byte[12]).Build(), "disagree");
        AssertRefused(
            new RawZip().Add("a", "text", descriptor: sizes => sizes, localSizes: garbage).Build(), "disagree");
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(1_000)]
    [TestCase(ushort.MaxValue)]
    public void Comment_OfAnyLength_IsNone(int length) => Assert.That(
        () => Check(new RawZip().Add("a", "text").Build(comment: new byte[length])), Throws.Nothing);

    [Test]
    public void Zip_AtItsSmallest_IsRead()
    {
        Assert.That(() => Check(new RawZip().Build()), Throws.Nothing, "without entries");
        Assert.That(() => Check(new RawZip().Add("").Build()), Throws.Nothing, "an entry without name and content");
        Assert.That(() => Check(new RawZip().Add("a", "x", localExtra: 9).Build()), Throws.Nothing, "extra field");
        Assert.That(
            () => Check(new RawZip().Add("a", "1").Add("b", "2").Add("c", "3").ReverseDirectory().Build()),
            Throws.Nothing,
            "in another order than the directory's");
    }

    [Test]
    public void End_Twice_IsRefused() =>
        AssertRefused(new RawZip().Add("a").Build(comment: new RawZip().Build()), "it has two ends.");

    [TestCase(4, 1, OneOfSeveral)]
    [TestCase(6, 1, OneOfSeveral)]
    [TestCase(8, 2, OneOfSeveral)]
    public void End_OfSeveralParts_IsRefused(int at, int value, string problem)
    {
        byte[] zip = new RawZip().Add("a", "text").Build();
        BinaryPrimitives.WriteUInt16LittleEndian(zip.AsSpan(zip.Length - 22 + at), (ushort)value);

        AssertRefused(zip, problem);
    }

    [TestCase(12)]
    [TestCase(16)]
    public void End_WithZip64Values_IsRefused(int at)
    {
        byte[] zip = new RawZip().Add("a", "text").Build();
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(zip.Length - 22 + at), uint.MaxValue);

        AssertRefused(zip, Zip64);
        AssertRefused(new RawZip().Add("a", "text").Build(count: ushort.MaxValue), Zip64);
    }

    [TestCase(20)]
    [TestCase(24)]
    [TestCase(42)]
    public void Entry_WithZip64Values_IsRefused(int at)
    {
        var raw = new RawZip().Add("a", "text");
        byte[] zip = raw.Build();
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(raw.CentralOffset + at), uint.MaxValue);

        AssertRefused(zip, "the entry 'a' is " + Zip64);
    }

    [Test]
    public void Entries_AsManyAsMayBe_AreRead()
    {
        byte[] zip = new RawZip().Add("a", "text").Add("b", "more").Build();

        Assert.That(() => ZipLayout.Check(zip, 2), Throws.Nothing);
        Assert.That(
            () => ZipLayout.Check(zip, 1),
            Throws.InstanceOf<SkillPackageException>()
                .With.Property("Code")
                .EqualTo(SkillErrorCodes.PackageLimit)
                .And.Property("Limit")
                .EqualTo(1));
    }

    [Test]
    public void Directory_OfMoreOrFewerEntries_IsRefused()
    {
        RawZip two = new RawZip().Add("a", "text").Add("b", "more");

        AssertRefused(two.Build(count: 1), "its directory has more entries than it says.");
        AssertRefused(two.Build(count: 3), Damaged);
        AssertRefused(
            two.Build(count: 3, afterDirectory: [0x50, 0x4B, 1, 2, .. new byte[20]]), Damaged);
    }

    [Test]
    public void Entry_CompressedInAnUnknownWay_IsRefused()
    {
        var raw = new RawZip().Add("a", "text");
        byte[] zip = raw.Build();
        zip[raw.CentralOffset + 10] = zip[8] = 9;

        AssertRefused(zip, "the entry 'a' is compressed in an unknown way (9).");
    }

    [Test]
    public void Entry_WhoseDataReachIntoTheDirectory_IsCut()
    {
        var raw = new RawZip().Add("a", "text");
        byte[] zip = raw.Build();
        zip[raw.CentralOffset + 20] = zip[18] = 5;

        AssertRefused(zip, "the entry 'a' is cut.");
    }

    [Test]
    public void Entry_WhoseHeaderReachesIntoTheDirectory_IsNotThere()
    {
        var raw = new RawZip().Add("a", "PK\u0003\u0004 and more");
        byte[] zip = raw.Build();
        BinaryPrimitives.WriteUInt32LittleEndian(
            zip.AsSpan(raw.CentralOffset + 42), (uint)(zip.AsSpan(4).IndexOf("PK\u0003\u0004"u8) + 4));

        AssertRefused(zip, "the entry 'a' is not where the directory says.");
    }

    [TestCase(1)]
    [TestCase(0x40)]
    [TestCase(0x2000)]
    public void Entry_EncryptedInAnyWay_IsRefused(int flag) =>
        AssertRefused(new RawZip().Add("a", "text", flags: flag).Build(), "the entry 'a' is encrypted.");

    [Test]
    public void Bytes_OfNoEntry_AreRefused()
    {
        AssertRefused(new RawZip().Gap("x"u8).Add("a").Build(), NoEntry);
        AssertRefused(new RawZip().Add("a").Gap("x"u8).Add("b").Build(), NoEntry);
        AssertRefused(new RawZip().Add("a").Gap("x"u8).Build(), NoEntry);
        AssertRefused(new RawZip().Gap("x"u8).Build(), NoEntry);
    }

    [Test]
    public void Entries_OfTheSameBytes_Overlap()
    {
        var raw = new RawZip().Add("a", "text").Add("a", "text");
        byte[] zip = raw.Build();
        int second = raw.CentralOffset + 47;
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(second + 42), 0);

        AssertRefused(zip, "two entries overlap.");
    }

    private static void Check(byte[] zip) => ZipLayout.Check(zip, 100);

    private static void AssertRefused(byte[] zip, string problem) => Assert.That(
        () => Check(zip),
        Throws.InstanceOf<SkillPackageException>()
            .With.Property("Code")
            .EqualTo(SkillErrorCodes.PackageArchive)
            .And.Message.Contains(problem));
}

using Boternity.Skills.Wasm.Binary;
using FsCheck.Fluent;

namespace Boternity.Skills.Wasm.Tests.Binary;

internal sealed class WasmReaderTests
{
    [TestCase(new byte[] { 0x00 }, 0u)]
    [TestCase(new byte[] { 0x7F }, 127u)]
    [TestCase(new byte[] { 0x80, 0x01 }, 128u)]
    [TestCase(new byte[] { 0x83, 0x00 }, 3u)]
    [TestCase(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x0F }, uint.MaxValue)]
    public void ReadU32_OfWhatIsWellFormed_Reads(byte[] bytes, uint expected) =>
        Assert.That(new WasmReader(bytes).ReadU32(), Is.EqualTo(expected));

    [TestCase(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x80, 0x00 }, "integer representation too long", 4)]
    [TestCase(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x1F }, "integer too large", 4)]
    [TestCase(new byte[] { 0x80 }, "unexpected end", 1)]
    [TestCase(new byte[0], "unexpected end", 0)]
    public void ReadU32_OfWhatIsNot_ThrowsWithTheOffset(byte[] bytes, string detail, int offset)
    {
        WasmFormatException error = Assert.Throws<WasmFormatException>(() => new WasmReader(bytes).ReadU32());

        Assert.That((error.Detail, error.Offset), Is.EqualTo((detail, (long)offset)));
    }

    [TestCase(new byte[] { 0x7F }, -1)]
    [TestCase(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x78 }, int.MinValue)]
    [TestCase(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x07 }, int.MaxValue)]
    public void ReadS32_OfWhatIsWellFormed_Reads(byte[] bytes, int expected) =>
        Assert.That(new WasmReader(bytes).ReadS32(), Is.EqualTo(expected));

    [TestCase(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x0F })]
    [TestCase(new byte[] { 0x80, 0x80, 0x80, 0x80, 0x70 })]
    public void ReadS32_WithUnusedBitsThatAreNotTheSign_IsTooLarge(byte[] bytes) =>
        Assert.That(Assert.Throws<WasmFormatException>(() => new WasmReader(bytes).ReadS32())!.Detail,
            Is.EqualTo("integer too large"));

    [Test]
    public void ReadS64_OfAnyNumber_IsWhatWasWritten() =>
        FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<long>(), value =>
    {
        var bytes = new List<byte>();
        long rest = value;
        for (; rest is < -64 or > 63; rest >>= 7)
        {
            bytes.Add((byte)(rest | 0x80));
        }

        bytes.Add((byte)(rest & 0x7F));
        return new WasmReader([.. bytes]).ReadS64() == value;
    }));

    [Test]
    public void ReadName_OfMalformedUtf8_TellsWhere()
    {
        WasmFormatException error = Assert.Throws<WasmFormatException>(() =>
            new WasmReader([3, (byte)'a', 0xC0, 0x80]).ReadName());

        Assert.That((error.Detail, error.Offset), Is.EqualTo(("malformed UTF-8 encoding", 2L)));
    }

    [Test]
    public void Slice_OfABinaryInsideALargerOne_CountsFromTheOuterStart()
    {
        static void ReadPastTheSlice()
        {
            var reader = new WasmReader([1, 2, 3, 4], 1, 2, baseOffset: 100);
            WasmReader slice = reader.Slice(1);
            slice.ReadByte();
            slice.ReadByte();
        }

        WasmFormatException error = Assert.Throws<WasmFormatException>(() => ReadPastTheSlice());

        Assert.That(error.Offset, Is.EqualTo(102));
    }

    [Test]
    public void ReadCount_AboveWhatTheBytesCanHold_IsRefusedBeforeAnythingIsMade()
    {
        WasmFormatException error = Assert.Throws<WasmFormatException>(() =>
            new WasmReader([0xFF, 0xFF, 0xFF, 0xFF, 0x0F]).ReadCount(int.MaxValue, "thing"));

        Assert.That(error.Detail, Is.EqualTo("unexpected end"));
    }
}

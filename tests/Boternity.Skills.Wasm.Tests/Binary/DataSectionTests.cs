using Boternity.Skills.Wasm.Model;
using static Boternity.Skills.Wasm.Tests.Binary.SectionFixture;

namespace Boternity.Skills.Wasm.Tests.Binary;

internal sealed class DataSectionTests
{
    [Test]
    public void Read_OfAnActiveSegment_GivesPlaceAndBytes()
    {
        DataSegment segment = Decode(OneMemory, [11, 8, 1, 0, 0x41, 4, 0x0B, 2, 7, 8]).Data.Single();

        Assert.That((segment.Mode, segment.Offset.Constant), Is.EqualTo((SegmentMode.Active, (ulong?)4)));
        Assert.That(segment.Bytes, Is.EqualTo(new ByteRange(21, 2)));
    }

    [Test]
    public void Read_OfAPassiveSegment_NeedsNoMemory() =>
        Assert.That(Decode([11, 4, 1, 1, 1, 7]).Data.Single().Mode, Is.EqualTo(SegmentMode.Passive));

    [Test]
    public void ReadCount_ThatDiffersFromTheSegments_Throws() =>
        Assert.That(DecodeMalformed([12, 1, 2], [11, 4, 1, 1, 1, 7]).Detail, Does.Contain("inconsistent lengths"));
}

using Boternity.Skills.Wasm.Model;
using static Boternity.Skills.Wasm.Tests.Binary.SectionFixture;

namespace Boternity.Skills.Wasm.Tests.Binary;

internal sealed class ElementSectionTests
{
    [TestCase(new byte[] { 9, 7, 1, 0, 0x41, 1, 0x0B, 1, 0 }, SegmentMode.Active)]
    [TestCase(new byte[] { 9, 5, 1, 1, 0, 1, 0 }, SegmentMode.Passive)]
    [TestCase(new byte[] { 9, 9, 1, 2, 0, 0x41, 1, 0x0B, 0, 1, 0 }, SegmentMode.Active)]
    [TestCase(new byte[] { 9, 5, 1, 3, 0, 1, 0 }, SegmentMode.Declarative)]
    public void Read_OfEachFormWithIndices_GivesModeAndFunctions(byte[] section, object mode)
    {
        ElementSegment segment = Decode(EmptyType, OneFunction, OneTable, section, EmptyBody).Elements.Single();

        Assert.That(segment.Mode, Is.EqualTo(mode));
        Assert.That(segment.Functions, Is.EqualTo([0]));
    }

    [Test]
    public void Read_OfExpressions_GivesTypeAndExpressions()
    {
        ElementSegment segment = Decode([9, 7, 1, 5, 0x6F, 1, 0xD0, 0x6F, 0x0B]).Elements.Single();

        Assert.That((segment.Type, segment.Functions), Is.EqualTo((ValType.ExternRef, (int[]?)null)));
        Assert.That(segment.Expressions!.Single().Constant, Is.Zero);
    }

    [Test]
    public void Read_OfAFunctionThatIsNotThere_Throws() =>
        Assert.That(DecodeInvalid(OneTable, [9, 7, 1, 0, 0x41, 1, 0x0B, 1, 0]).Detail,
            Is.EqualTo("unknown function 0"));
}

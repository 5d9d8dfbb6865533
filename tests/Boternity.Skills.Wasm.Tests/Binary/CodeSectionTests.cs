using Boternity.Skills.Wasm.Model;
using static Boternity.Skills.Wasm.Tests.Binary.SectionFixture;

namespace Boternity.Skills.Wasm.Tests.Binary;

internal sealed class CodeSectionTests
{
    [Test]
    public void Read_OfABody_FindsItsBytes()
    {
        ModuleDefinition module = Decode(EmptyType, OneFunction, EmptyBody);

        Assert.That(module.Bodies.Single(), Is.EqualTo(new FunctionBody(0, new ByteRange(22, 2))));
    }

    [Test]
    public void Read_OfMoreBodiesThanFunctions_Throws() =>
        Assert.That(DecodeMalformed(EmptyType, EmptyBody).Detail, Does.Contain("inconsistent lengths"));

    [Test]
    public void Read_OfABodyLongerThanTheSection_Throws() =>
        Assert.That(DecodeMalformed(EmptyType, OneFunction, [10, 4, 1, 9, 0, 0x0B]).Detail,
            Is.EqualTo("unexpected end of section or function"));
}

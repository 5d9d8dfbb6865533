using Boternity.Skills.Wasm.Model;
using static Boternity.Skills.Wasm.Tests.Binary.SectionFixture;

namespace Boternity.Skills.Wasm.Tests.Binary;

internal sealed class StartSectionTests
{
    [Test]
    public void Read_OfAFunctionWithoutParameters_NotesIt()
    {
        ModuleDefinition module = Decode(EmptyType, OneFunction, [8, 1, 0], EmptyBody);

        Assert.That(module.StartFunction, Is.Zero);
    }

    [Test]
    public void Read_OfAFunctionWithParameters_Throws()
    {
        byte[] type = [1, 5, 1, 0x60, 1, 0x7F, 0];

        Assert.That(DecodeInvalid(type, OneFunction, [8, 1, 0], EmptyBody).Detail, Is.EqualTo("start function"));
    }
}

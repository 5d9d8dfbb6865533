using Boternity.Skills.Wasm.Model;
using static Boternity.Skills.Wasm.Tests.Binary.SectionFixture;

namespace Boternity.Skills.Wasm.Tests.Binary;

internal sealed class GlobalSectionTests
{
    [Test]
    public void Read_OfAMutableGlobal_GivesTypeAndInitialValue()
    {
        ModuleDefinition module = Decode([6, 6, 1, 0x7F, 1, 0x41, 5, 0x0B]);

        Assert.That(module.GlobalTypes.Single(), Is.EqualTo(new GlobalType(ValType.I32, true)));
        Assert.That(module.Globals.Single().Initial.Constant, Is.EqualTo(5));
    }

    [Test]
    public void Read_OfAnotherMutability_ThrowsAtTheByte()
    {
        WasmFormatException error = DecodeMalformed([6, 6, 1, 0x7F, 2, 0x41, 5, 0x0B]);

        Assert.That((error.Detail, error.Offset), Is.EqualTo(("malformed mutability", 12L)));
    }
}

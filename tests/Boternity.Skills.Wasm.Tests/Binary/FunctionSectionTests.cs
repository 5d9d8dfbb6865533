using Boternity.Skills.Wasm.Model;
using static Boternity.Skills.Wasm.Tests.Binary.SectionFixture;

namespace Boternity.Skills.Wasm.Tests.Binary;

internal sealed class FunctionSectionTests
{
    [Test]
    public void Read_BehindImports_KeepsTheirTypesInFront()
    {
        byte[] types = [1, 8, 2, 0x60, 0, 0, 0x60, 1, 0x7F, 0];
        byte[] imports = [2, 5, 1, 0, 0, 0, 1];

        ModuleDefinition module = Decode(types, imports, [3, 3, 2, 0, 1], [10, 7, 2, 2, 0, 0x0B, 2, 0, 0x0B]);

        Assert.That(module.FunctionTypes, Is.EqualTo([1, 0, 1]));
    }

    [Test]
    public void Read_OfATypeThatIsNotThere_ThrowsAtTheIndex()
    {
        WasmValidationException error = DecodeInvalid(EmptyType, [3, 3, 2, 0, 7]);

        Assert.That((error.Detail, error.Offset), Is.EqualTo(("unknown type 7", 18L)));
    }
}

using Boternity.Skills.Wasm.Model;
using static Boternity.Skills.Wasm.Tests.Binary.SectionFixture;

namespace Boternity.Skills.Wasm.Tests.Binary;

internal sealed class ExportSectionTests
{
    [Test]
    public void Read_OfAMemory_GivesNameKindAndIndex()
    {
        ModuleDefinition module = Decode(OneMemory, [7, 5, 1, 1, 0x6D, 2, 0]);

        Assert.That(module.Exports, Is.EqualTo([new Export("m", ExternKind.Memory, 0)]));
    }

    [Test]
    public void Read_OfANameTwice_ThrowsAtTheSecond()
    {
        WasmValidationException error = DecodeInvalid(OneMemory, [7, 9, 2, 1, 0x6D, 2, 0, 1, 0x6D, 2, 0]);

        Assert.That((error.Detail, error.Offset), Is.EqualTo(("duplicate export name", 20L)));
    }
}

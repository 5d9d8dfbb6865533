using Boternity.Skills.Wasm.Model;
using static Boternity.Skills.Wasm.Tests.Binary.SectionFixture;

namespace Boternity.Skills.Wasm.Tests.Binary;

internal sealed class ImportSectionTests
{
    [Test]
    public void Read_OfEachKind_FillsTheFrontOfItsIndexSpace()
    {
        ModuleDefinition module = Decode(EmptyType, [2, 28, 4,
            1, 0x6D, 1, 0x66, 0, 0,
            1, 0x6D, 1, 0x74, 1, 0x70, 0, 3,
            1, 0x6D, 1, 0x6D, 2, 0, 1,
            1, 0x6D, 0, 3, 0x7E, 1]);

        Assert.That(module.Imports.Select(import => (import.Kind, import.Name, import.Index)), Is.EqualTo(
            [(ExternKind.Function, "f", 0), (ExternKind.Table, "t", 0), (ExternKind.Memory, "m", 0),
                (ExternKind.Global, "", 0)]));
        Assert.That(module.Tables.Single().Limits, Is.EqualTo(new Limits(3, null)));
        Assert.That(module.GlobalTypes.Single(), Is.EqualTo(new GlobalType(ValType.I64, true)));
        Assert.That(module.ImportedFunctionCount + module.ImportedMemoryCount, Is.EqualTo(2));
    }

    [Test]
    public void Read_OfATypeThatIsNotThere_ThrowsAtTheIndex()
    {
        WasmValidationException error = DecodeInvalid(EmptyType, [2, 5, 1, 0, 0, 0, 1]);

        Assert.That((error.Detail, error.Offset), Is.EqualTo(("unknown type 1", 20L)));
    }
}

using Boternity.Skills.Wasm.Model;
using static Boternity.Skills.Wasm.Tests.Binary.SectionFixture;

namespace Boternity.Skills.Wasm.Tests.Binary;

internal sealed class TypeSectionTests
{
    [Test]
    public void Read_OfAFunctionType_GivesParametersAndResultsInOrder()
    {
        FuncType type = Decode([1, 8, 1, 0x60, 2, 0x7F, 0x7E, 2, 0x7D, 0x7B]).Types.Single();

        Assert.That(type.ToString(), Is.EqualTo("(i32, i64) -> (f32, v128)"));
    }

    [Test]
    public void Read_OfMoreParametersThanAllowed_NamesTheLimit()
    {
        byte[] parameters = [.. Enumerable.Repeat((byte)0x7F, 1001)];

        WasmFormatException error = DecodeMalformed([1, 0xEE, 7, 1, 0x60, 0xE9, 7, .. parameters, 0]);

        Assert.That(error.Detail, Is.EqualTo("parameter count 1001 exceeds the limit of 1000"));
    }
}

using static Boternity.Skills.Wasm.Tests.Components.Binary.Decoding;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Binary;

/// <summary>Exports, ascribed types, and the types that must have names.</summary>
internal sealed class ExportSectionTests
{
    [Test]
    public void Decode_ExportOfATypeThatWasNotNamed_IsRefused()
    {
        byte[] types = Types(Record(("a", [U8])), Func(null, ("x", [0])));
        Refuses("not valid to be used as import", types, Imports(Import("f", 1, 1)));
        Assert.That(
            () => Load(
                Types(Record(("a", [U8]))),
                Imports(Import("t", 3, 0, 0)),
                Types(Func(null, ("x", [1]))),
                Imports(Import("f", 1, 2))),
            Throws.Nothing);
    }

    [Test]
    public void Decode_ExportWithAnotherAscribedType_IsRefused()
    {
        byte[][] start = [Types(Func(null), Func(null, ("x", [U8]))), Imports(Import("f", 1, 0))];
        Refuses("not compatible with item's type", [.. start, Exports(Join(ExternName("g"), [1, 0, 1, 1, 1]))]);
        Assert.That(() => Load([.. start, Exports(Join(ExternName("g"), [1, 0, 1, 1, 0]))]), Throws.Nothing);
    }

    [Test]
    public void Decode_TwoExportsOfOneName_AreRefused() => Refuses(
        "conflicts with previous name",
        Types(Func(null)),
        Imports(Import("f", 1, 0)),
        Exports(Export("g", 1, 0), Export("G", 1, 0)));
}

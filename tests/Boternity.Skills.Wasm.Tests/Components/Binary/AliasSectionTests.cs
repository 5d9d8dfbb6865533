using static Boternity.Skills.Wasm.Tests.Components.Binary.Decoding;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Binary;

/// <summary>Aliases of exports, of core exports, and of what lies outside.</summary>
internal sealed class AliasSectionTests
{
    [Test]
    public void Decode_OuterAlias_ReachesTheEnclosingComponent()
    {
        byte[] inner = ToBinary(Aliases([0x03, 0x02, 1, 0]), Types([0x70, 0]));
        Assert.That(() => Load(Types(Record(("a", [U8]))), Nested(inner)), Throws.Nothing);
        Refuses("outer alias count", Aliases([0x03, 0x02, 1, 0]));
        byte[] resource = ToBinary(Aliases([0x03, 0x02, 1, 0]));
        Refuses("transitively refers to resources", Types([0x3F, 0x7F, 0]), Nested(resource));
    }

    [Test]
    public void Decode_AliasOfAnExportThatIsNotThere_IsRefused()
    {
        Refuses("no export named `x`", Instances([1, 0]), Aliases(Join([1, 0, 0], Name("x"))));
        Refuses("unknown instance 0", Aliases(Join([1, 0, 0], Name("x"))));
    }

    [Test]
    public void Decode_AliasOfACoreExportOfAnotherSort_IsRefused()
    {
        byte[][] start = [Module(ExportingF([], [])), CoreInstances([0, 0, 0])];
        Refuses("is not a Memory", [.. start, Aliases(Join([0, 2, 1, 0], Name("f")))]);
        Refuses("no export named `g`", [.. start, Aliases(Join([0, 0, 1, 0], Name("g")))]);
    }
}

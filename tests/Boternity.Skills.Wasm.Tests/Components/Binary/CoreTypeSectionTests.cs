using Boternity.Skills.Wasm.Components.Binary;
using static Boternity.Skills.Wasm.Tests.Components.Binary.Decoding;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Binary;

/// <summary>Core function types and module types.</summary>
internal sealed class CoreTypeSectionTests
{
    // A module type that imports "m" "x" of a kind.
    private static byte[] Importing(params byte[] type) => Join([0x50], Vector(
        [0x01, 0x60, 0, 0],
        Join([0x00], Name("m"), Name("x"), type)));

    [Test]
    public void Decode_ModuleTypeOfEveryKind_IsKnown() => Assert.That(
        () => Load(CoreTypes(
            Importing(0, 0),
            Importing(1, 0x70, 0, 1),
            Importing(2, 1, 1, 2),
            Importing(3, 0x7F, 1),
            [0x60, 1, 0x7E, 0])),
        Throws.Nothing);

    [Test]
    public void Decode_BadModuleType_IsRefused()
    {
        Refuses("unknown type 1", CoreTypes(Importing(0, 1)));
        Refuses("minimum must not be greater", CoreTypes(Importing(2, 1, 2, 1)));
        Refuses("above what the type allows", CoreTypes(Importing(2, 0, 0x81, 0x80, 0x04)));
        Refuses("module type inside", CoreTypes(Join([0x50], Vector([0x01, 0x50, 0]))));
        byte[] twice = Join([0x03], Name("x"), [2, 0, 1]);
        Refuses("duplicate export name", CoreTypes(Join([0x50], Vector(twice, twice))));
    }

    [TestCase(2, "threads")]
    [TestCase(4, "memory64")]
    public void Decode_GatedLimits_AreRefusedByName(int flags, string proposal) =>
        RefusesFeature(proposal, CoreTypes(Importing(2, (byte)flags, 1)));

    [Test]
    public void Decode_GatedCoreTypes_AreRefusedByName()
    {
        RefusesFeature("gc", CoreTypes([0x5F, 0]));
        RefusesFeature("exception-handling", CoreTypes(Importing(4, 0, 0)));
        Assert.That(
            () => ComponentDecoder.Decode(ToBinary(CoreTypes([0x60, 1, 0x6A, 0]))),
            Throws.TypeOf<WasmFormatException>());
    }
}

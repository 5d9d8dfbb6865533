using Boternity.Skills.Wasm.Components;
using Boternity.Skills.Wasm.Components.Binary;
using static Boternity.Skills.Wasm.Tests.Components.Binary.Decoding;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Binary;

/// <summary>Value types.</summary>
internal sealed class ValueTypesTests
{
    [TestCase(0x66, "component-model-async")]
    [TestCase(0x65, "component-model-async")]
    [TestCase(0x64, "component-model-error-context")]
    [TestCase(0x67, "component-model-fixed-length-lists")]
    [TestCase(0x63, "component-model-map")]
    [TestCase(0x43, "component-model-async")]
    public void Decode_GatedType_IsRefusedByName(int code, string proposal) =>
        RefusesFeature(proposal, Types([(byte)code, U8, 1]));

    [Test]
    public void Decode_BadTypes_AreRefused()
    {
        Refuses("at least one record field", Types([0x72, 0]));
        Refuses("at least one", Types([0x71, 0]));
        Refuses("at least one", Types([0x6F, 0]));
        Refuses("at least one", Types([0x6E, 0]));
        Refuses("at least one", Types([0x6D, 0]));
        Refuses("unknown type 0", Types([0x70, 0]));
        Refuses("not a defined value type", Types(Func(null), [0x70, 0]));
        Refuses("not a resource type", Types([0x70, U8], [0x69, 0]));
        Refuses("kebab", Types(Record(("A-b-C_d", [U8]))));
        Refuses("conflicts", Types(Record(("a", [U8]), ("A", [U8]))));
        Refuses("conflicts", Types(Func(null, ("a", [U8]), ("a", [U8]))));
        Refuses("`borrow`", Types([0x3F, 0x7F, 0], [0x68, 0], Func([1])));
        Refuses("represented by `i32`", Types([0x3F, 0x7D, 0]));
        Refuses("concrete component", Types([0x42, 1, 1, 0x3F, 0x7F, 0]));
    }

    [Test]
    public void Decode_ThirtyThreeFlags_AreAFeature()
    {
        byte[] binary = ToBinary(Types(Flags([.. Enumerable.Range(0, 33).Select(i => $"f{i}")])));
        Assert.That(() => ComponentDecoder.Decode(binary), Throws.Nothing);
        Assert.That(
            () => ComponentDecoder.Decode(binary, features: ComponentFeatures.None),
            Throws.TypeOf<WasmValidationException>());
    }
}

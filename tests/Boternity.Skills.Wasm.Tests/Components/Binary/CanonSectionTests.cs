using Boternity.Skills.Wasm.Model;
using static Boternity.Skills.Wasm.Tests.Components.Binary.Decoding;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Binary;

/// <summary>Lifted and lowered functions, their options, and the resource built-ins.</summary>
internal sealed class CanonSectionTests
{
    [TestCase(0x05, "component-model-async")]
    [TestCase(0x1F, "component-model-async")]
    [TestCase(0x24, "component-model-async")]
    [TestCase(0x1C, "component-model-error-context")]
    [TestCase(0x26, "component-model-threading")]
    [TestCase(0x40, "component-model-threading")]
    public void Decode_GatedBuiltin_IsRefusedByName(int code, string proposal) =>
        RefusesFeature(proposal, Canons([(byte)code]));

    [Test]
    public void Decode_LiftOfAFunctionOfAnotherSignature_IsRefused()
    {
        byte[] module = Module(ExportingF([ValType.I32], []));
        byte[][] start = [module, CoreInstances([0, 0, 0]), Aliases(Join([0, 0, 1, 0], Name("f")))];
        Refuses("lowered parameter types", [.. start, Types(Func(null, ("x", [0x78]))), Canons([0, 0, 0, 0, 0])]);
        Refuses("lowered result types", [.. start, Types(Func([U8], ("x", [U8]))), Canons([0, 0, 0, 0, 0])]);
        Assert.That(() => Load([.. start, Types(Func(null, ("x", [U8]))), Canons([0, 0, 0, 0, 0])]), Throws.Nothing);
    }

    [Test]
    public void Decode_StringsWithoutMemory_AreRefused()
    {
        byte[] module = Module(ExportingF([ValType.I32, ValType.I32], []));
        Refuses(
            "`memory` is required",
            module,
            CoreInstances([0, 0, 0]),
            Aliases(Join([0, 0, 1, 0], Name("f"))),
            Types(Func(null, ("x", [Text]))),
            Canons([0, 0, 0, 0, 0]));
        Refuses(
            "`memory` is required", Types(Func(null, ("x", [Text]))), Imports(Import("f", 1, 0)), Canons([1, 0, 0, 0]));
    }

    [Test]
    public void Decode_CanonicalOptions_MustNotContradict()
    {
        byte[][] start = [Types(Func(null)), Imports(Import("f", 1, 0))];
        Refuses("conflicts", [.. start, Canons([1, 0, 0, 2, 0, 1])]);
        Refuses("index out of bounds", [.. start, Canons([1, 0, 0, 1, 3, 0])]);
        Assert.That(
            Assert.Throws<WasmUnsupportedException>(() => Load([.. start, Canons([1, 0, 0, 1, 6])])).Proposal,
            Is.EqualTo("component-model-async"));
    }

    [Test]
    public void Decode_ResourceNewOfAnImportedResource_IsRefused() =>
        Refuses("not a local resource", Imports(Import("r", 3, 1)), Canons([2, 0]));
}

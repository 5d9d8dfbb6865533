using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Components.Binary;
using Boternity.Skills.Wasm.Components.Definitions;
using static Boternity.Skills.Wasm.Tests.Components.Binary.Decoding;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Binary;

/// <summary>The preamble, and what holds for all sections.</summary>
internal sealed class ComponentDecoderTests
{
    [Test]
    public void Decode_EmptyComponent_HasNoImportsOrExports()
    {
        ComponentDefinition component = Load();
        Assert.That(component.Imports.Count + component.Exports.Count, Is.Zero);
        Assert.That(ComponentDecoder.IsComponent(Preamble), Is.True);
        Assert.That(ComponentDecoder.IsComponent(ModuleWriter.Preamble), Is.False);
    }

    [Test]
    public void Decode_BadPreamble_IsRefused()
    {
        RefusesFormat([], "unexpected end", 0);
        RefusesFormat([0, 0x61, 0x73, 0x6D, 0x0D, 0, 1], "unexpected end", 0);
        RefusesFormat([1, 0x61, 0x73, 0x6D, 0x0D, 0, 1, 0], "magic", 0);
        RefusesFormat([0, 0x61, 0x73, 0x6D, 1, 0, 0, 0], "layer", 6);
        RefusesFormat([0, 0x61, 0x73, 0x6D, 0x0E, 0, 1, 0], "version", 4);
    }

    [Test]
    public void Decode_SectionThatDoesNotFit_IsRefusedWithItsOffset()
    {
        RefusesFormat([.. Preamble, 7, 5, 0], "out of bounds", 8);
        RefusesFormat([.. Preamble, 7, 2, 0, 0], "section size mismatch", 11);
        RefusesFormat([.. Preamble, 13, 0], "section id", 8);
        RefusesFormat([.. Preamble, 7, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F], "out of bounds", 8);
    }

    [Test]
    public void Decode_CountsThatCannotBeThere_CostNothing()
    {
        foreach (byte section in new byte[] { 2, 3, 5, 6, 7, 8, 10, 11 })
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<WasmFormatException>(
                () => ComponentDecoder.Decode([.. Preamble, section, 5, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F]));
            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(100_000));
        }
    }

    [Test]
    public void Decode_CustomSection_IsSkipped() =>
        Assert.That(Load(RawSection(0, Join(Name("x"), [1, 2, 3]))).Exports.Count, Is.Zero);

    [Test]
    public void Decode_ValuesAndStart_AreRefusedByName()
    {
        RefusesFeature("component-model-values", RawSection(9, [0, 0, 0]));
        RefusesFeature("component-model-values", RawSection(12, [0]));
        RefusesFeature("component-model-values", Imports(Import("v", 2, 1, U8)));
    }

    [Test]
    public void Decode_DeepComponents_AreRefused()
    {
        byte[] component = ToBinary();
        for (int i = 0; i < 150; i++)
        {
            component = ToBinary(Nested(component));
        }

        WasmException e = Assert.Catch<WasmException>(() => ComponentDecoder.Decode(component));
        Assert.That(e.Message, Does.Contain("nesting exceeds"));
    }
}

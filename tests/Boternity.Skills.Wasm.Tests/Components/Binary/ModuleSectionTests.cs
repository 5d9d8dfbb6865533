using Boternity.Skills.Wasm.Components.Binary;
using Boternity.Skills.Wasm.Model;
using static Boternity.Skills.Wasm.Tests.Components.Binary.Decoding;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Binary;

/// <summary>Core modules inside of a component.</summary>
internal sealed class ModuleSectionTests
{
    [Test]
    public void Decode_ModuleInside_ReportsOffsetsOfTheWholeBinary()
    {
        WasmFormatException e = Assert.Throws<WasmFormatException>(
            () => Load(RawSection(1, [0, 0x61, 0x73, 0x6D, 9, 0, 0, 0])));
        Assert.That(e.Offset, Is.GreaterThanOrEqualTo(10));
    }

    [Test]
    public void Decode_ModuleInside_IsDecodedWithTheFeaturesThatCoreModulesMayUse()
    {
        byte[] binary = ToBinary(Module(ExportingF([ValType.V128], [])));
        Assert.That(ComponentDecoder.Decode(binary).Modules, Has.Length.EqualTo(1));
        WasmUnsupportedException e = Assert.Throws<WasmUnsupportedException>(
            () => ComponentDecoder.Decode(binary, WasmFeatures.All & ~WasmFeatures.Simd));
        Assert.That(e.Proposal, Is.EqualTo("simd"));
        Assert.That(e.Offset, Is.GreaterThan(16));
    }
}

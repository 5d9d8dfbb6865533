using Boternity.Skills.Wasm.Components.Binary;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Binary;

/// <summary>Decodes components without an engine, for the tests of each section.</summary>
internal static class Decoding
{
    public static ComponentDefinition Load(params byte[][] sections) => ComponentDecoder.Decode(ToBinary(sections));

    public static void RefusesFormat(byte[] binary, string words, long offset)
    {
        WasmFormatException e = Assert.Throws<WasmFormatException>(() => ComponentDecoder.Decode(binary));
        Assert.That(e.Detail, Does.Contain(words));
        Assert.That(e.Offset, Is.EqualTo(offset));
    }

    public static void Refuses(string words, params byte[][] sections)
    {
        WasmValidationException e = Assert.Throws<WasmValidationException>(() => Load(sections));
        Assert.That(e.Detail, Does.Contain(words));
        Assert.That(e.Offset, Is.GreaterThanOrEqualTo(8));
    }

    public static void RefusesFeature(string proposal, params byte[][] sections)
    {
        WasmUnsupportedException e = Assert.Throws<WasmUnsupportedException>(() => Load(sections));
        Assert.That(e.Proposal, Is.EqualTo(proposal));
        Assert.That(e.Offset, Is.GreaterThanOrEqualTo(8));
    }

    /// <summary>A module that exports a function <c>f</c>.</summary>
    public static ModuleWriter ExportingF(ValType[] parameters, ValType[] results)
    {
        var module = new ModuleWriter();
        int function = module.Function(module.Type(parameters, results), code => code.Op(Opcode.Unreachable));
        module.Export("f", ExternKind.Function, function);
        return module;
    }
}

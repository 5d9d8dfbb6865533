using Boternity.Skills.Testing.Writing;
using static Boternity.Skills.Wasm.Tests.Components.Binary.Decoding;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Binary;

/// <summary>Instances of core modules, and core instances put together from items.</summary>
internal sealed class CoreInstanceSectionTests
{
    private static ModuleWriter Importing(string from, string name)
    {
        var module = new ModuleWriter();
        module.ImportFunction(from, name, module.Type([], []));
        return module;
    }

    [Test]
    public void Decode_ModuleWithoutItsArgument_IsRefused()
    {
        Refuses("missing module instantiation argument", Module(Importing("m", "g")), CoreInstances([0, 0, 0]));
        Refuses(
            "does not export an item named `g`",
            Module(Importing("m", "g")),
            CoreInstances([1, 0], Join([0, 0], Vector(Join(Name("m"), [0x12, 0])))));
    }

    [Test]
    public void Decode_ArgumentOfAnotherType_IsRefused() => Refuses(
        "type mismatch for export `f`",
        Module(ExportingF([Boternity.Skills.Wasm.Model.ValType.I32], [])),
        Module(Importing("m", "f")),
        CoreInstances([0, 0, 0], Join([0, 1], Vector(Join(Name("m"), [0x12, 0])))));

    [Test]
    public void Decode_ArgumentGivenTwice_IsRefused()
    {
        byte[] argument = Join(Name("m"), [0x12, 0]);
        Refuses(
            "duplicate module instantiation argument",
            Module(new ModuleWriter()),
            CoreInstances([1, 0], Join([0, 0], Vector(argument, argument))));
    }

    [Test]
    public void Decode_InlineExportOfNothing_IsRefused() =>
        Refuses("unknown core function 0", CoreInstances(Join([1], Vector(Join(Name("f"), [0, 0])))));
}

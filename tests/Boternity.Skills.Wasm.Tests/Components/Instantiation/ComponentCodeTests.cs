using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Components.Binary;
using Boternity.Skills.Wasm.Components.Definitions;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Tests.Safety;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Instantiation;

/// <summary>What is made of a definition before anything runs ends with the time that loading has.</summary>
internal sealed class ComponentCodeTests
{
    [Test]
    public void Create_ManySignatures_EndsWithTheLimit()
    {
        var module = new ModuleWriter();
        module.ExportedFunction("f", [], _ => { });
        Ends(ToBinary(
            Types([.. Enumerable.Repeat(Func(null), 5_000)]),
            Module(module),
            CoreInstances([0, 0, 0]),
            Aliases(Join([0, 0, 1, 0], Name("f"))),
            Canons([.. Enumerable.Range(0, 5_000).Select(i => Join([0, 0, 0, 0], Number((uint)i)))])));
    }

    [Test]
    public void Create_ManyModules_EndsWithTheLimit() =>
        Ends(ToBinary([.. Enumerable.Repeat(Module(new ModuleWriter()), 900)]));

    private static void Ends(byte[] binary)
    {
        ComponentDefinition definition = ComponentDecoder.Decode(binary);
        Assert.That(() => new Component(Guest.Engine, definition, new LoadClock()), Throws.Nothing);
        Assert.That(
            () => new Component(Guest.Engine, definition, new LoadClock(TimeSpan.Zero)),
            Throws.TypeOf<WasmLoadTimeoutException>());
    }
}

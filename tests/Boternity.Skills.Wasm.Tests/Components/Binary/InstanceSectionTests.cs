using static Boternity.Skills.Wasm.Tests.Components.Binary.Decoding;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Binary;

/// <summary>Instances of components, and instances put together from items.</summary>
internal sealed class InstanceSectionTests
{
    [Test]
    public void Decode_InstantiationWithoutAnArgument_IsRefused()
    {
        byte[] child = ToBinary(Types(Func(null)), Imports(Import("f", 1, 0)));
        Refuses("missing import named `f`", Nested(child), Instances([0, 0, 0]));
        byte[] other = Imports(Import("g", 1, 0));
        Refuses(
            "expected 0 parameters, found 1",
            Nested(child),
            Types(Func(null, ("x", [U8]))),
            other,
            Instances(Join([0, 0, 1], Name("f"), [1, 0])));
    }

    [Test]
    public void Decode_InlineExports_MustDiffer()
    {
        byte[] export = Join(ExternName("x"), [5, 0]);
        Refuses("conflicts", Instances([1, 0], Join([1], Vector(export, export))));
    }

    [Test]
    public void Decode_ArgumentGivenTwice_IsRefused()
    {
        byte[] argument = Join(Name("f"), [5, 0]);
        Refuses("conflicts", Nested(ToBinary()), Instances([1, 0], Join([0, 0], Vector(argument, argument))));
    }
}

using Boternity.Skills.Wasm.Components.Binary;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Binary;

/// <summary>A small binary whose components instantiate each other cannot make any engine do endless work.</summary>
internal sealed class InstantiationCounterTests
{
    // A component that instantiates what it is given, and gives that to the next, so that each level doubles the
    // number.
    private static byte[] Doubling(int levels, byte[] innermost)
    {
        byte[] component = innermost;
        for (int i = 0; i < levels; i++)
        {
            component = ToBinary(Nested(component), Instances([0, 0, 0], [0, 0, 0]));
        }

        return component;
    }

    [Test]
    public void Decode_NestedInstantiations_AreCounted()
    {
        Assert.That(() => ComponentDecoder.Decode(Doubling(8, ToBinary())), Throws.Nothing);
        byte[] explosion = Doubling(30, ToBinary());
        Assert.That(explosion, Has.Length.LessThan(1_024));
        WasmValidationException refusal = Assert.Throws<WasmValidationException>(
            () => ComponentDecoder.Decode(explosion));
        Assert.That(refusal.Detail, Does.Contain("component instances"));
    }

    [Test]
    public void Decode_DefinitionsThatInstancesMultiply_AreCounted()
    {
        byte[] inner = ToBinary(Instances([.. Enumerable.Repeat(new byte[] { 1, 0 }, 10_000)]));
        WasmValidationException refusal = Assert.Throws<WasmValidationException>(
            () => ComponentDecoder.Decode(Doubling(7, inner)));
        Assert.That(refusal.Detail, Does.Contain("definitions"));
    }

    [Test]
    public void Decode_ItemsOfOneDefinitionThatInstancesMultiply_AreCounted()
    {
        byte[][] items = [.. Enumerable.Range(0, 10_000).Select(i => Join(ExternName($"i{i}"), [5, 0]))];
        byte[] inner = ToBinary(Instances([1, 0]), Instances(Join([1], Vector(items))));
        Assert.That(() => ComponentDecoder.Decode(Doubling(7, inner)), Throws.TypeOf<WasmValidationException>());
    }

    [Test]
    public void Decode_CoreInstancesThatInstancesMultiply_AreCounted()
    {
        byte[] inner = ToBinary(CoreInstances([.. Enumerable.Repeat(new byte[] { 1, 0 }, 1_000)]));
        WasmValidationException refusal = Assert.Throws<WasmValidationException>(
            () => ComponentDecoder.Decode(Doubling(7, inner)));
        Assert.That(refusal.Detail, Does.Contain("core instances"));
    }

    [Test]
    public void Decode_ComponentThatIsPassedAround_IsCountedWhereItIsInstantiated()
    {
        // Each level takes a component, makes two of it by way of an instance's export, and passes it on.
        byte[] takesComponent = [4, 0];
        byte[] component = ToBinary(
            Types([0x41, 0]), Imports(Import("c", takesComponent)), Instances([0, 0, 0], [0, 0, 0]));
        for (int i = 0; i < 20; i++)
        {
            byte[] pass = Join([0, 1], Vector(Join(Name("c"), [4, 0])));
            component = ToBinary(
                Types([0x41, 0]), Imports(Import("c", takesComponent)), Nested(component), Instances(pass, pass));
        }

        byte[] root = ToBinary(
            Nested(ToBinary()), Nested(component), Instances(Join([0, 1], Vector(Join(Name("c"), [4, 0])))));
        Assert.That(
            () => ComponentDecoder.Decode(root),
            Throws.TypeOf<WasmValidationException>().With.Message.Contains("component instances"));
    }
}

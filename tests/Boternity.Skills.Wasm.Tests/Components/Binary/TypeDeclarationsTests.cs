using static Boternity.Skills.Wasm.Tests.Components.Binary.Decoding;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Binary;

/// <summary>Component and instance types.</summary>
internal sealed class TypeDeclarationsTests
{
    private static byte[] Instance(params byte[][] declarations) => Join([0x42], Vector(declarations));

    private static byte[] Component(params byte[][] declarations) => Join([0x41], Vector(declarations));

    [Test]
    public void Decode_ImportInAnInstanceType_IsRefused()
    {
        byte[] import = Join([0x03], ExternName("f"), [5, 0]);
        byte[] inner = Join([0x01], Instance());
        Assert.That(() => Load(Types(Component(inner, import))), Throws.Nothing);
        Assert.That(() => Load(Types(Instance(inner, import))), Throws.TypeOf<WasmFormatException>());
    }

    [Test]
    public void Decode_ExportsOfAType_MustDiffer()
    {
        byte[] export = Join([0x04], ExternName("r"), [3, 1]);
        Refuses("conflicts", Types(Instance(export, export)));
    }

    [Test]
    public void Decode_OnlyTypesAndInstances_CanBeAliasedInAType()
    {
        byte[] inner = Join([0x01], Instance(Join([0x01], Func(null)), Join([0x04], ExternName("f"), [1, 0])));
        byte[] export = Join([0x04], ExternName("i"), [5, 0]);
        Refuses("only instances and types", Types(Instance(inner, export, Join([0x02, 1, 0, 0], Name("f")))));
    }

    [Test]
    public void Decode_DeepTypes_AreRefused()
    {
        byte[] type = Instance();
        for (int i = 0; i < 150; i++)
        {
            type = Instance(Join([0x01], type));
        }

        Refuses("nesting exceeds", Types(type));
    }
}

using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Tests.Safety;
using static Boternity.Skills.Wasm.Tests.Components.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Abi;

/// <summary>What a guest's realloc is asked while a string is stored (CanonicalABI, "Storing").</summary>
internal sealed class StringReallocationTests
{
    private const byte Latin1OrUtf16 = 2;
    private const int Log = 1024;

    // A realloc that writes its arguments down and always answers 4096, and a function that gives them back, and with
    // them where its string is, how long, and its first eight bytes.
    private static uint[] Store(string text)
    {
        var module = new ModuleWriter();
        module.Export("memory", ExternKind.Memory, module.Memory(1));
        int end = module.Global(ValType.I32, true, code => code.I32(Log));
        int realloc = module.Function(
            module.Type([ValType.I32, ValType.I32, ValType.I32, ValType.I32], [ValType.I32]),
            code =>
            {
                for (int i = 0; i < 4; i++)
                {
                    code.Op(Opcode.GlobalGet, end).Get(i).Op(Opcode.I32Store, 2, i * 4);
                }

                code.Op(Opcode.GlobalGet, end).I32(16).Op(Opcode.I32Add).Op(Opcode.GlobalSet, end).I32(4096);
            });
        module.Export("realloc", ExternKind.Function, realloc);
        int f = module.Function(module.Type([ValType.I32, ValType.I32], [ValType.I32]), code => code
            .Op(Opcode.GlobalGet, end).Get(0).Op(Opcode.I32Store, 2, 0)
            .Op(Opcode.GlobalGet, end).Get(1).Op(Opcode.I32Store, 2, 4)
            .Op(Opcode.GlobalGet, end).Get(0).Op(Opcode.I64Load, 0, 0).Op(Opcode.I64Store, 3, 8)
            .I32(16).I32(Log).Op(Opcode.I32Store, 2, 0)
            .I32(20).Op(Opcode.GlobalGet, end).I32(Log - 16).Op(Opcode.I32Sub).I32(4).Op(Opcode.I32DivU)
            .Op(Opcode.I32Store, 2, 0)
            .I32(16));
        module.Export("f", ExternKind.Function, f);
        Component component = Component.Load(Guest.Engine, ToBinary(
            Module(module),
            CoreInstances([0, 0, 0]),
            Aliases(
                Join([0, 0, 1, 0], Name("f")), Join([0, 0, 1, 0], Name("realloc")), Join([0, 2, 1, 0], Name("memory"))),
            Types([0x70, U32], Func([0], ("a", [Text]))),
            Canons([0, 0, 0, 3, Latin1OrUtf16, 3, 0, 4, 1, 1]),
            Exports(Export("f", 1, 0))));
        using Store store = Guest.Engine.CreateStore();
        ComponentInstance instance = new ComponentLinker().Link(component).Instantiate(new ComponentContext(store));
        return ((LiftedFunction)instance.FindFunction("f")!).Invoke(ComponentValue.FromString(text)).AsArray<uint>();
    }

    [Test]
    public void Store_Latin1_IsAskedForOnce() =>
        Assert.That(Store("añ"), Is.EqualTo(new uint[] { 0, 0, 2, 2, 4096, 2, 0xF161, 0 }));

    [Test]
    public void Store_OtherTextAfterLatin1_GrowsToTheWorstCase() => Assert.That(Store("añ€"), Is.EqualTo(new uint[]
    {
        0, 0, 2, 3,
        4096, 3, 2, 6,
        4096, 3 | (1u << 31), 0x00F1_0061, 0x20AC,
    }));

    [Test]
    public void Store_OtherTextFromTheStart_GrowsToTheWorstCase() => Assert.That(Store("😀"), Is.EqualTo(new uint[]
    {
        0, 0, 2, 2,
        4096, 2, 2, 4,
        4096, 2 | (1u << 31), 0xDE00_D83D, 0,
    }));
}

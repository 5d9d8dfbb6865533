using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Tests.Safety;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Abi;

/// <summary>What a guest's realloc is asked while a string is stored (CanonicalABI, "Storing").</summary>
internal sealed class StringReallocationTests
{
    private const byte Utf8 = 0;
    private const byte Utf16 = 1;
    private const byte Compact = 2;
    private const uint Tag = 1u << 31;
    private const int Log = 1024;

    // Takes a string; its realloc writes its arguments down and always answers 4096. It gives them back, and with them
    // where its string is, how long, and its first eight bytes.
    private static byte[] Taker(byte encoding)
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
        return ToBinary(
            Module(module),
            CoreInstances([0, 0, 0]),
            Aliases(
                Join([0, 0, 1, 0], Name("f")), Join([0, 0, 1, 0], Name("realloc")), Join([0, 2, 1, 0], Name("memory"))),
            Types([0x70, U32], Func([0], ("a", [Text]))),
            Canons([0, 0, 0, 3, encoding, 3, 0, 4, 1, 1]),
            Exports(Export("f", 1, 0)));
    }

    // Passes the string at address 0 on, and gives what it got.
    private static byte[] Giver(byte encoding, byte[] bytes, uint units)
    {
        var memory = new ModuleWriter();
        memory.Export("memory", ExternKind.Memory, memory.Memory(1));
        memory.Data(0, bytes);
        int realloc = memory.Function(
            memory.Type([ValType.I32, ValType.I32, ValType.I32, ValType.I32], [ValType.I32]), code => code.I32(8192));
        memory.Export("realloc", ExternKind.Function, realloc);
        var module = new ModuleWriter();
        int f = module.ImportFunction("", "f", module.Type([ValType.I32, ValType.I32, ValType.I32], []));
        module.ExportedFunction("run", [ValType.I32], code => code.I32(0).I32((int)units).I32(256).Call(f).I32(256));
        return ToBinary(
            Types([0x70, U32], Func([0], ("a", [Text])), Func([0])),
            Imports(Import("f", 1, 1)),
            Module(memory),
            Module(module),
            CoreInstances([0, 0, 0]),
            Aliases(Join([0, 0, 1, 0], Name("realloc")), Join([0, 2, 1, 0], Name("memory"))),
            Canons([1, 0, 0, 3, encoding, 3, 0, 4, 0]),
            CoreInstances(
                Join([1], Vector(Join(Name("f"), [0, 1]))), Join([0, 1], Vector(Join(Name(""), [0x12, 1])))),
            Aliases(Join([0, 0, 1, 2], Name("run"))),
            Canons([0, 0, 2, 1, 3, 0, 2]),
            Exports(Export("run", 1, 1)));
    }

    private static uint[] Call(byte[] component, string name, params ReadOnlySpan<ComponentValue> arguments)
    {
        using Store store = Guest.Engine.CreateStore();
        ComponentInstance instance = new ComponentLinker()
            .Link(Component.Load(Guest.Engine, component))
            .Instantiate(new ComponentContext(store));
        return ((LiftedFunction)instance.FindFunction(name)!).Invoke(arguments).AsArray<uint>();
    }

    private static uint[] FromHost(string text, byte encoding) =>
        Call(Taker(encoding), "f", ComponentValue.FromString(text));

    private static long FuelOfRelay(byte source, byte[] bytes, uint units, byte target)
    {
        using Store store = Guest.Engine.CreateStore();
        ComponentInstance instance = new ComponentLinker()
            .Link(Component.Load(Guest.Engine, RelayOf(source, bytes, units, target)))
            .Instantiate(new ComponentContext(store));
        var run = (LiftedFunction)instance.FindFunction("run")!;
        long before = store.FuelConsumed;
        run.Invoke();
        return store.FuelConsumed - before;
    }

    private static uint[] Relay(byte source, byte[] bytes, uint units, byte target) =>
        Call(RelayOf(source, bytes, units, target), "run");

    private static byte[] RelayOf(byte source, byte[] bytes, uint units, byte target) =>
        ToBinary(
            Nested(Taker(target)),
            Nested(Giver(source, bytes, units)),
            Instances([0, 0, 0]),
            Aliases(Join([1, 0, 0], Name("f"))),
            Instances(Join([0, 1], Vector(Join(Name("f"), [1, 0])))),
            Aliases(Join([1, 0, 1], Name("run"))),
            Exports(Export("run", 1, 1)));

    // A sixteenth of the bytes, beside what the calls and the guests' instructions take: that does not depend on the
    // length, as long as realloc is called as often.
    [TestCase(Utf16, Utf8, 2, 1)]
    [TestCase(Utf8, Utf16, 1, 2)]
    [TestCase(Utf8, Compact, 1, 1)]
    [TestCase(Utf16, Compact, 2, 1)]
    [TestCase(Compact, Utf8, 1, 1)]
    [TestCase(Compact, Utf16, 1, 2)]
    public void Store_BetweenComponents_CostsFuelByTheByte(byte source, byte target, int sourceBytes, int targetBytes)
    {
        const int units = 1_600;
        long little = FuelOfRelay(source, Text(1), 1, target);
        long much = FuelOfRelay(source, Text(units + 1), units + 1, target);

        Assert.That(much - little, Is.EqualTo(units * (sourceBytes + targetBytes) / 16));

        byte[] Text(int length) =>
            [.. Enumerable.Range(0, length * sourceBytes).Select(i => (byte)(i % sourceBytes == 0 ? 'x' : 0))];
    }

    [Test]
    public void Store_HostTextAsLatin1_IsAskedForOnce() =>
        Assert.That(FromHost("añ", Compact), Is.EqualTo(new uint[] { 0, 0, 2, 2, 4096, 2, 0xF161, 0 }));

    [Test]
    public void Store_HostTextThatIsNotLatin1_GrowsToTheWorstCase()
    {
        Assert.That(
            FromHost("añ€", Compact),
            Is.EqualTo(new uint[] { 0, 0, 2, 3, 4096, 3, 2, 6, 4096, 3 | Tag, 0x00F1_0061, 0x20AC }));
        Assert.That(
            FromHost("😀", Compact),
            Is.EqualTo(new uint[] { 0, 0, 2, 2, 4096, 2, 2, 4, 4096, 2 | Tag, 0xDE00_D83D, 0 }));
    }

    [Test]
    public void Store_Utf16AsLatin1OrUtf16_FollowsTheSpecification()
    {
        Assert.That(
            Relay(Utf16, [0x61, 0, 0xF1, 0], 2, Compact), Is.EqualTo(new uint[] { 0, 0, 2, 2, 4096, 2, 0xF161, 0 }));
        Assert.That(
            Relay(Utf16, [0x61, 0, 0xAC, 0x20], 2, Compact),
            Is.EqualTo(new uint[] { 0, 0, 2, 2, 4096, 2, 2, 4, 4096, 2 | Tag, 0x20AC_0061, 0 }));
    }

    [Test]
    public void Store_Utf8AsLatin1OrUtf16_ShrinksAtTheEnd()
    {
        Assert.That(
            Relay(Utf8, [0x61, 0xC3, 0xB1], 3, Compact),
            Is.EqualTo(new uint[] { 0, 0, 2, 3, 4096, 3, 2, 2, 4096, 2, 0xF161, 0 }));
        Assert.That(
            Relay(Utf8, [0x61, 0xE2, 0x82, 0xAC], 4, Compact),
            Is.EqualTo(new uint[] { 0, 0, 2, 4, 4096, 4, 2, 8, 4096, 8, 2, 4, 4096, 2 | Tag, 0x20AC_0061, 0 }));
    }

    [Test]
    public void Store_Utf8AsUtf16_ShrinksAtTheEnd() => Assert.That(
        Relay(Utf8, [0x61, 0xC3, 0xB1], 3, Utf16),
        Is.EqualTo(new uint[] { 0, 0, 2, 6, 4096, 6, 2, 4, 4096, 2, 0x00F1_0061, 0 }));

    [Test]
    public void Store_Utf16AsUtf8_GrowsToTheWorstCase()
    {
        Assert.That(Relay(Utf16, [0x61, 0], 1, Utf8), Is.EqualTo(new uint[] { 0, 0, 1, 1, 4096, 1, 0x61, 0 }));
        Assert.That(
            Relay(Utf16, [0x61, 0, 0xF1, 0], 2, Utf8),
            Is.EqualTo(new uint[] { 0, 0, 1, 2, 4096, 2, 1, 6, 4096, 6, 1, 3, 4096, 3, 0x00B1_C361, 0 }));
    }

    [Test]
    public void Store_Latin1AsUtf8_GrowsToItsOwnWorstCase() => Assert.That(
        Relay(Compact, [0x61, 0xF1], 2, Utf8),
        Is.EqualTo(new uint[] { 0, 0, 1, 2, 4096, 2, 1, 4, 4096, 4, 1, 3, 4096, 3, 0x00B1_C361, 0 }));

    [Test]
    public void Store_CompactAsCompact_KeepsLatin1AndNarrowsWhatCouldBe()
    {
        Assert.That(
            Relay(Compact, [0x61, 0xF1], 2, Compact), Is.EqualTo(new uint[] { 0, 0, 2, 2, 4096, 2, 0xF161, 0 }));
        Assert.That(
            Relay(Compact, [0x61, 0, 0xAC, 0x20], 2 | Tag, Compact),
            Is.EqualTo(new uint[] { 0, 0, 2, 4, 4096, 2 | Tag, 0x20AC_0061, 0 }));
        uint[] narrowed = Relay(Compact, [0x61, 0, 0xF1, 0], 2 | Tag, Compact);
        Assert.That(narrowed[..10], Is.EqualTo(new uint[] { 0, 0, 2, 4, 4096, 4, 1, 2, 4096, 2 }));
        Assert.That(narrowed[10] & 0xFFFF, Is.EqualTo(0xF161));
    }

    [Test]
    public void Store_HostBytes_AreCopiedAsTheyAreWhereTheGuestHasUtf8()
    {
        Assert.That(
            Call(Taker(Utf8), "f", ComponentValue.FromUtf8("añ"u8.ToArray())),
            Is.EqualTo(new uint[] { 0, 0, 1, 3, 4096, 3, 0x00B1_C361, 0 }));
        Assert.That(
            Call(Taker(Utf16), "f", ComponentValue.FromUtf8("añ"u8.ToArray())), Is.EqualTo(FromHost("añ", Utf16)));
        Assert.That(
            Call(Taker(Compact), "f", ComponentValue.FromUtf8("añ€"u8.ToArray())),
            Is.EqualTo(FromHost("añ€", Compact)));
    }

    [Test]
    public void Store_HostBytesThatAreNotUtf8_HaveReplacements() => Assert.That(
        Call(Taker(Utf8), "f", ComponentValue.FromUtf8(new byte[] { 0x61, 0xFF })),
        Is.EqualTo(FromHost("a\uFFFD", Utf8)));

    [Test]
    public void FromUtf8_ReadAsText_IsTheText() =>
        Assert.That(ComponentValue.FromUtf8("añ€"u8.ToArray()).AsString(), Is.EqualTo("añ€"));
}

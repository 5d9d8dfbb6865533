using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Tests.Safety;
using Boternity.Skills.Testing.Writing;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Abi;

/// <summary>
/// What a guest must not pass (CanonicalABI): the numbers of the calls go to the guest as they are and come back as a
/// value of a type.
/// </summary>
internal sealed class AbiTrapTests(string tier) : OnEachTier(tier)
{
    private const uint Page = 65536;
    private const uint Tag = 1u << 31;

    // At 32 "añ😀" in UTF-16 and a lone surrogate after it, at 64 "añÿ" in Latin-1, at 96 "añ" in UTF-8 and a sequence
    // that is cut off.
    private static readonly byte[] Data =
    [
        0x61, 0, 0xF1, 0, 0x3D, 0xD8, 0x00, 0xDE, 0x3D, 0xD8, 0x61, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0x61, 0xF1, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0x61, 0xC3, 0xB1, 0xF0, 0x9F, 0x98,
    ];

    private Store _store = null!;

    [SetUp]
    public void SetUp() => _store = Guest.Engine.CreateStore();

    [TearDown]
    public void TearDown() => _store.Dispose();

    // A function (u32, u32) -> T that stores its arguments where T's pointer and length are looked for.
    private LiftedFunction Pair(byte[] type, byte encoding) => Instantiate(
        module =>
        {
            int function = module.Function(module.Type([ValType.I32, ValType.I32], [ValType.I32]), code => code
                .I32(16).Get(0).Op(Opcode.I32Store, 2, 0)
                .I32(20).Get(1).Op(Opcode.I32Store, 2, 0)
                .I32(16));
            module.Export("f", ExternKind.Function, function);
        },
        Types(type, Func([0], ("a", [U32]), ("b", [U32]))),
        [0, 0, 0, 2, encoding, 3, 0, 1]);

    // A function u32 -> T whose flat result is the argument.
    private LiftedFunction Flat(byte[] type, ValType result, Opcode convert) => Instantiate(
        module =>
        {
            int function = module.Function(module.Type([ValType.I32], [result]), code =>
            {
                code.Get(0);
                if (convert != Opcode.Nop)
                {
                    code.Op(convert);
                }
            });
            module.Export("f", ExternKind.Function, function);
        },
        Types(type, Func([0], ("a", [U32]))),
        [0, 0, 0, 0, 1]);

    private LiftedFunction Instantiate(Action<ModuleWriter> write, byte[] types, byte[] canon)
    {
        var module = new ModuleWriter();
        module.Export("memory", ExternKind.Memory, module.Memory(1));
        module.Data(32, Data);
        write(module);
        Component component = Component.Load(Guest.Engine, ToBinary(
            Module(module),
            CoreInstances([0, 0, 0]),
            Aliases(Join([0, 0, 1, 0], Name("f")), Join([0, 2, 1, 0], Name("memory"))),
            types,
            Canons(canon),
            Exports(Export("f", 1, 0))));
        ComponentInstance instance = new ComponentLinker().Link(component).Instantiate(new ComponentContext(_store));
        return (LiftedFunction)instance.FindFunction("f")!;
    }

    private static ComponentValue Call(LiftedFunction function, params uint[] numbers) =>
        function.Invoke([.. numbers.Select(n => ComponentValue.FromUnsigned(n))]);

    private static string Trap(LiftedFunction function, params uint[] numbers)
    {
        WasmTrapException trap = Assert.Throws<WasmTrapException>(() => Call(function, numbers));
        Assert.That(trap.Code, Is.EqualTo(TrapCode.Host));
        return trap.Message;
    }

    [TestCase(0, 96u, 3u, "añ")]
    [TestCase(1, 32u, 4u, "añ😀")]
    [TestCase(2, 64u, 3u, "añÿ")]
    [TestCase(2, 32u, 4u | Tag, "añ😀")]
    [TestCase(0, Page, 0u, "")]
    [TestCase(1, Page, 0u, "")]
    public void String_InEachEncoding_IsRead(int encoding, uint pointer, uint length, string expected) =>
        Assert.That(Call(Pair([Text], (byte)encoding), pointer, length).AsString(), Is.EqualTo(expected));

    [TestCase(0, Page - 2, 3u, "out-of-bounds")]
    [TestCase(0, 0xFFFF_FFFFu, 0xFFFF_FFFFu, "out-of-bounds")]
    [TestCase(0, 0u, 1u << 28, "out-of-bounds")]
    [TestCase(0, 96u, 2u, "UTF-8")]
    [TestCase(0, 96u, 6u, "UTF-8")]
    [TestCase(1, 33u, 1u, "unaligned")]
    [TestCase(1, 32u, 5u, "surrogate")]
    [TestCase(1, 38u, 1u, "surrogate")]
    [TestCase(1, 32u, 0x8000_0000u, "out-of-bounds")]
    [TestCase(1, Page - 2, 2u, "out-of-bounds")]
    [TestCase(2, 65u, 1u, "unaligned")]
    [TestCase(2, 32u, 5u | Tag, "surrogate")]
    [TestCase(2, Page - 2, 2u | Tag, "out-of-bounds")]
    public void String_ThatIsNone_Traps(int encoding, uint pointer, uint length, string words) =>
        Assert.That(Trap(Pair([Text], (byte)encoding), pointer, length), Does.Contain(words));

    [TestCase(Page - 8, 2u, "")]
    [TestCase(Page - 8, 3u, "out-of-bounds")]
    [TestCase(2u, 1u, "unaligned")]
    [TestCase(0u, 0x4000_0000u, "out-of-bounds")]
    [TestCase(0xFFFF_FFFCu, 1u, "out-of-bounds")]
    public void List_OfNumbers_IsReadWhereItIsAndTrapsWhereNot(uint pointer, uint length, string words)
    {
        LiftedFunction function = Pair([0x70, U32], 0);
        if (words.Length == 0)
        {
            Assert.That(Call(function, pointer, length).AsArray<uint>(), Has.Length.EqualTo(length));
        }
        else
        {
            Assert.That(Trap(function, pointer, length), Does.Contain(words));
        }
    }

    [TestCase(32u, 2u, "invalid variant discriminant")]
    [TestCase(Page - 2, 3u, "out-of-bounds")]
    public void List_OfOptions_TrapsOnABadElement(uint pointer, uint length, string words)
    {
        LiftedFunction function = Instantiate(
            module =>
            {
                int f = module.Function(module.Type([ValType.I32, ValType.I32], [ValType.I32]), code => code
                    .I32(16).Get(0).Op(Opcode.I32Store, 2, 0).I32(20).Get(1).Op(Opcode.I32Store, 2, 0).I32(16));
                module.Export("f", ExternKind.Function, f);
            },
            Types([0x6B, U8], [0x70, 0], Func([1], ("a", [U32]), ("b", [U32]))),
            [0, 0, 0, 1, 3, 0, 2]);
        Assert.That(Trap(function, pointer, length), Does.Contain(words));
    }

    [TestCase(0x61u, true)]
    [TestCase(0xD7FFu, true)]
    [TestCase(0xE000u, true)]
    [TestCase(0x10FFFFu, true)]
    [TestCase(0xD800u, false)]
    [TestCase(0xDFFFu, false)]
    [TestCase(0x110000u, false)]
    [TestCase(0xFFFFFFFFu, false)]
    public void Char_IsAUnicodeScalarValueOrATrap(uint code, bool valid)
    {
        LiftedFunction function = Flat([0x74], ValType.I32, Opcode.Nop);
        if (valid)
        {
            Assert.That(Call(function, code).AsChar().Value, Is.EqualTo((int)code));
        }
        else
        {
            Assert.That(Trap(function, code), Does.Contain("char"));
        }
    }

    [Test]
    public void Numbers_BitsThatTheTypeDoesNotHave_AreIgnored()
    {
        Assert.That(Call(Flat([0x7D], ValType.I32, Opcode.Nop), 0x1FF).AsU8(), Is.EqualTo(255));
        Assert.That(Call(Flat([0x7E], ValType.I32, Opcode.Nop), 0x1FF).AsS8(), Is.EqualTo(-1));
        Assert.That(Call(Flat([0x7C], ValType.I32, Opcode.Nop), 0x18000).AsS16(), Is.EqualTo(short.MinValue));
        Assert.That(Call(Flat([0x7F], ValType.I32, Opcode.Nop), 0x100).AsBool(), Is.True);
        Assert.That(Call(Flat([0x6F, 1, 0x7F], ValType.I32, Opcode.Nop), 0).AsValues()[0].AsBool(), Is.False);
    }

    [TestCase(0x7FC00001u)]
    [TestCase(0xFFC00000u)]
    [TestCase(0x7F800001u)]
    public void F32_AnyNaN_BecomesTheCanonicalOne(uint bits) =>
        Assert.That(
            BitConverter.SingleToUInt32Bits(Call(Flat([0x76], ValType.F32, Opcode.F32ReinterpretI32), bits).AsF32()),
            Is.EqualTo(0x7FC00000u));

    [Test]
    public void Lift_OnASmallStack_HoldsTheDeepestType()
    {
        const int deepest = 97;
        byte[][] types = [[0x6B, U8], .. Enumerable.Range(0, deepest).Select(i => Join([0x6F, 1], TypeIndex(i)))];
        string result = Guest.OnSmallThread(() =>
        {
            LiftedFunction function = Instantiate(
                module => module.Export(
                    "f",
                    ExternKind.Function,
                    module.Function(module.Type([ValType.I32], [ValType.I32]), code => code.I32(0))),
                Types([.. types, Func(TypeIndex(deepest), ("a", [U32]))]),
                [0, 0, 0, 1, 3, 0, deepest + 1]);
            ComponentValue value = Call(function, 0);
            return value.AsValues().Length.ToString(System.Globalization.CultureInfo.InvariantCulture);
        });
        Assert.That(result, Is.EqualTo("1"));
    }

    [Test]
    public void Load_OnASmallStack_HoldsTheDeepestNesting()
    {
        byte[] component = ToBinary();
        for (int i = 0; i < 99; i++)
        {
            component = ToBinary(Nested(component));
        }

        Assert.That(Guest.OnSmallThread(() => Component.Load(Guest.Engine, component).Exports.Count), Is.Zero);
    }
}

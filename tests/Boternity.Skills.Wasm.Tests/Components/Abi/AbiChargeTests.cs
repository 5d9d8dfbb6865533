using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Tests.Safety;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Abi;

/// <summary>What passing a value costs, at the last value that is allowed and the first that is not.</summary>
internal sealed class AbiChargeTests
{
    private const int PageSize = 65_536;
    private const int BytesPerFuel = 16;
    private const int HostCallFuel = 100;
    private const byte F32 = 0x76;
    private const byte F64 = 0x75;
    private const byte Character = 0x74;
    private const byte List = 0x70;


    // A count of elements, and how many bytes of the guest they are.
    private static IEnumerable<TestCaseData> Moved() =>
    [
        new TestCaseData(new byte[] { List, U8 }, 4_096, 4_096).SetArgDisplayNames("list<u8>"),
        new TestCaseData(new byte[] { List, U32 }, 1_024, 4_096).SetArgDisplayNames("list<u32>"),
        new TestCaseData(new byte[] { List, F64 }, 512, 4_096).SetArgDisplayNames("list<f64>"),
        new TestCaseData(new byte[] { List, Bool }, 4_096, 4_096).SetArgDisplayNames("list<bool>"),
        new TestCaseData(new byte[] { List, Character }, 1_024, 4_096).SetArgDisplayNames("list<char>"),
        new TestCaseData(new byte[] { Text }, 4_096, 4_096).SetArgDisplayNames("string"),
    ];

    [TestCaseSource(nameof(Moved))]
    public void Lift_OfALargeValue_CostsFuelByTheByte(byte[] type, int count, int bytes)
    {
        long nothing = FuelOf(type, 0);

        Assert.That(FuelOf(type, count) - nothing, Is.EqualTo(bytes / BytesPerFuel));
        Assert.That(nothing, Is.InRange(HostCallFuel, HostCallFuel + 20), "the call to the host, and the instructions");
    }

    // What the host makes of it: an object, and what each element takes.
    private static IEnumerable<TestCaseData> Made() =>
    [
        new TestCaseData(new byte[] { List, U8 }, 100, 24 + 100).SetArgDisplayNames("list<u8>"),
        new TestCaseData(new byte[] { List, F64 }, 100, 24 + 800).SetArgDisplayNames("list<f64>"),
        new TestCaseData(new byte[] { List, Bool }, 100, 24 + 1_600).SetArgDisplayNames("list<bool>"),
        new TestCaseData(new byte[] { Text }, 100, 24 + 200).SetArgDisplayNames("string"),
    ];

    [TestCaseSource(nameof(Made))]
    public void Lift_OfWhatMayTakeSoMuch_IsHeldToTheLimitOfACall(byte[] type, int count, int bytes)
    {
        Assert.That(
            Give(type, count, options: new ComponentContextOptions { MaxHostBytesPerCall = bytes }), Is.Not.Null);
        WasmTrapException trap = Assert.Throws<WasmTrapException>(
            () => Give(type, count, options: new ComponentContextOptions { MaxHostBytesPerCall = bytes - 1 }));
        Assert.That(trap.Message, Does.Contain($"more than the limit of {bytes - 1} bytes"));
    }

    [Test]
    public void Lift_CallAfterCall_HasTheWholeShareEachTime()
    {
        ComponentContext context = NewContext(new ComponentContextOptions { MaxHostBytesPerCall = 200 });
        using Store store = context.Store;
        LiftedFunction give = Giver([List, U8], context, [], _ => { });
        for (int i = 0; i < 10; i++)
        {
            give.Invoke(ComponentValue.FromUnsigned(0), ComponentValue.FromUnsigned(100));
        }
    }

    [TestCase(Bool, PageSize, 0)]
    [TestCase(Character, PageSize / 4, 0)]
    [TestCase(U8, PageSize, 0)]
    [TestCase(F64, PageSize / 8, 0)]
    [TestCase(F64, (PageSize / 8) - 1, 8)]
    public void Lift_ListToTheLastByteOfTheMemory_IsGiven(byte element, int count, int pointer)
    {
        Assert.That(Give([List, element], count, pointer), Is.Not.Null);
        WasmTrapException trap = Assert.Throws<WasmTrapException>(() => Give([List, element], count + 1, pointer));
        Assert.That(trap.Message, Does.Contain("out of bounds").Or.Contain("out-of-bounds"));
    }

    [TestCase(Character, 4)]
    [TestCase(U32, 4)]
    [TestCase(F64, 8)]
    public void Lift_ListThatIsNotAligned_Traps(byte element, int alignment)
    {
        for (int pointer = 1; pointer < alignment; pointer++)
        {
            int at = pointer;
            Assert.That(
                Assert.Throws<WasmTrapException>(() => Give([List, element], 1, at))!.Message,
                Does.Contain("unaligned"));
        }

        Assert.That(Give([List, element], 1, alignment), Is.Not.Null);
    }

    [TestCase(U8)]
    [TestCase(Bool)]
    [TestCase(F64)]
    public void Lift_ListWithACountThatNoMemoryHas_Traps(byte element) => Assert.That(
        Assert.Throws<WasmTrapException>(() => Give([List, element], -1))!.Message, Does.Contain("list content"));

    [Test]
    public void Lift_StringWithALengthThatNoMemoryHas_Traps() => Assert.That(
        Assert.Throws<WasmTrapException>(() => Give([Text], -1))!.Message, Does.Contain("string content"));

    // CanonicalABI, "canonicalize_nan": which NaN it was tells nothing.
    [Test]
    public void Lift_ListOfFloats_HasOneKindOfNaN()
    {
        byte[] singles =
        [
            .. BitConverter.GetBytes(0xFFC1_2345), .. BitConverter.GetBytes(0x7F80_0001), .. BitConverter.GetBytes(1f),
        ];
        byte[] doubles =
        [
            .. BitConverter.GetBytes(0xFFF8_1234_5678_9ABC), .. BitConverter.GetBytes(0x7FF0_0000_0000_0001),
            .. BitConverter.GetBytes(1.5),
        ];

        Assert.That(
            Give([List, F32], 3, data: singles)!.Value.AsArray<float>()!.Select(BitConverter.SingleToUInt32Bits),
            Is.EqualTo(new[] { 0x7FC0_0000u, 0x7FC0_0000u, 0x3F80_0000u }));
        Assert.That(
            Give([List, F64], 3, data: doubles)!.Value.AsArray<double>()!.Select(BitConverter.DoubleToUInt64Bits),
            Is.EqualTo(new[]
            {
                0x7FF8_0000_0000_0000ul, 0x7FF8_0000_0000_0000ul, BitConverter.DoubleToUInt64Bits(1.5),
            }));
    }

    private static long FuelOf(byte[] type, int count)
    {
        ComponentContext context = NewContext();
        using Store store = context.Store;
        LiftedFunction give = Giver(type, context, [], _ => { });
        long before = store.FuelConsumed;
        give.Invoke(ComponentValue.FromUnsigned(0), ComponentValue.FromUnsigned((uint)count));
        return store.FuelConsumed - before;
    }

    private static ComponentValue? Give(
        byte[] type, int count, int pointer = 0, byte[]? data = null, ComponentContextOptions? options = null)
    {
        ComponentValue? given = null;
        ComponentContext context = NewContext(options);
        using Store store = context.Store;
        Giver(type, context, data ?? [], value => given = value)
            .Invoke(ComponentValue.FromUnsigned((uint)pointer), ComponentValue.FromUnsigned((uint)count));
        return given;
    }

    private static ComponentContext NewContext(ComponentContextOptions? options = null) =>
        ComponentFixture.NewContext(contextOptions: options);

    // A function that takes a pointer and a count, and gives the host the list or string that stands there.
    private static LiftedFunction Giver(
        byte[] type, ComponentContext context, byte[] data, Action<ComponentValue> take)
    {
        var memory = new ModuleWriter();
        memory.Export("memory", ExternKind.Memory, memory.Memory(1));
        memory.Data(0, data);
        var module = new ModuleWriter();
        int take0 = module.ImportFunction("", "take", module.Type([ValType.I32, ValType.I32], []));
        int f = module.Function(
            module.Type([ValType.I32, ValType.I32], []), code => code.Get(0).Get(1).Call(take0));
        module.Export("f", ExternKind.Function, f);
        bool isText = type is [Text];
        ComponentLinker linker = new ComponentLinker().DefineFunction("", "take", (_, arguments) =>
        {
            take(arguments[0]);
            return default;
        });
        Component component = Component.Load(Guest.Engine, ToBinary(
            Types(
                isText ? [List, U8] : type,
                Func(null, ("a", isText ? [Text] : [0])),
                Func(null, ("a", [U32]), ("b", [U32]))),
            Imports(Import("take", 1, 1)),
            Module(memory),
            Module(module),
            CoreInstances([0, 0, 0]),
            Aliases(Join([0, 2, 1, 0], Name("memory"))),
            Canons([1, 0, 0, 1, 3, 0]),
            CoreInstances(
                Join([1], Vector(Join(Name("take"), [0, 0]))), Join([0, 1], Vector(Join(Name(""), [0x12, 1])))),
            Aliases(Join([0, 0, 1, 2], Name("f"))),
            Canons([0, 0, 1, 0, 2]),
            Exports(Export("f", 1, 1))));
        return (LiftedFunction)linker.Link(component).Instantiate(context).FindFunction("f")!;
    }
}

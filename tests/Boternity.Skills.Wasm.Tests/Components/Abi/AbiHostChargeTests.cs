using System.Runtime.CompilerServices;
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

/// <summary>
/// What each kind of value is charged, to the byte: handles, records and cases on their way to the host, lists and
/// strings on their way to a guest, and tables of handles that grow.
/// </summary>
internal sealed class AbiHostChargeTests
{
    private const int BytesPerFuel = 16;
    private const int ListBytes = 24;
    private const int ValueBytes = 16;
    private const int ObjectBytes = 24;
    private const byte List = 0x70;
    private const byte F64 = 0x75;
    private const byte Character = 0x74;
    private const byte Option = 0x6B;
    private const byte Tuple = 0x6F;

    // A type, what an element of a list of it is in memory, and what that takes in the host.
    private static IEnumerable<TestCaseData> Elements() =>
    [
        new TestCaseData(Join([Tuple], Vector([U32], [U32])), new byte[8], ObjectBytes + (2 * ValueBytes))
            .SetArgDisplayNames("tuple<u32, u32>"),
        new TestCaseData(new byte[] { Option, U32 }, new byte[] { 1, 0, 0, 0, 7, 0, 0, 0 }, ValueBytes + ObjectBytes)
            .SetArgDisplayNames("option<u32>, some"),
        new TestCaseData(new byte[] { Option, U32 }, new byte[8], 0).SetArgDisplayNames("option<u32>, none"),
    ];

    [TestCaseSource(nameof(Elements))]
    public void Lift_ListOfObjects_IsChargedForEach(byte[] type, byte[] element, int bytesOfOne)
    {
        const int count = 10;
        int expected = ListBytes + (count * (ValueBytes + bytesOfOne));
        byte[] data = [.. Enumerable.Repeat(element, count).SelectMany(static one => one)];

        Give(type, data, count, expected);
        WasmTrapException trap = Assert.Throws<WasmTrapException>(() => Give(type, data, count, expected - 1))!;
        Assert.That(trap.Message, Does.Contain($"more than the limit of {expected - 1} bytes"));
    }

    [Test]
    public void Lift_Handle_IsChargedItsObjectAndItsPlace()
    {
        const int expected = ObjectBytes + ValueBytes;
        Invoke(expected);

        WasmTrapException trap = Assert.Throws<WasmTrapException>(() => Invoke(expected - 1))!;
        Assert.That(trap.Message, Does.Contain($"more than the limit of {expected - 1} bytes"));

        static void Invoke(int limit)
        {
            ComponentContext context = ComponentFixture.NewContext(
                contextOptions: new ComponentContextOptions { MaxHostBytesPerCall = limit });
            using Store store = context.Store;
            var module = new ModuleWriter();
            int create = module.ImportFunction("", "new", module.Type([ValType.I32], [ValType.I32]));
            module.ExportedFunction("f", [ValType.I32], code => code.I32(5).Call(create));
            ComponentInstance instance = new ComponentLinker().Link(Component.Load(Guest.Engine, ToBinary(
                Types([0x3F, 0x7F, 0]),
                Exports(Export("t", 3, 0)),
                Types([0x69, 1], Func([2])),
                Canons([2, 0]),
                Module(module),
                CoreInstances(
                    Join([1], Vector(Join(Name("new"), [0, 0]))), Join([0, 0], Vector(Join(Name(""), [0x12, 0])))),
                Aliases(Join([0, 0, 1, 1], Name("f"))),
                Canons([0, 0, 1, 0, 3]),
                Exports(Export("f", 1, 0))))).Instantiate(context);
            ((LiftedFunction)instance.FindFunction("f")!).Invoke();
        }
    }

    // A value of the host, and how many bytes it is in the guest.
    private static IEnumerable<TestCaseData> Lowered() =>
    [
        Case("list<u8>", [List, U8], 4_096, static n => ComponentValue.FromArray(new byte[n]), 1),
        Case("list<f64>", [List, F64], 512, static n => ComponentValue.FromArray(new double[n]), 8),
        Case("list<char>", [List, Character], 1_024, ListOf, 4),
        Case("list<bool>", [List, Bool], 4_096, ListOf, 1),
        Case("string", [Text], 4_096, static n => ComponentValue.FromString(new string('x', n)), 1),
        Case("string as UTF-16", [Text], 4_096, static n => ComponentValue.FromString(new string('x', n)), 2, 1),
        Case("string as Latin-1", [Text], 4_096, static n => ComponentValue.FromString(new string('x', n)), 1, 2),
    ];

    [TestCaseSource(nameof(Lowered))]
    public void Lower_OfALargeValue_CostsFuelByTheByte(
        byte[] type, int count, Func<int, ComponentValue> make, int bytesOfOne, byte encoding)
    {
        long little = FuelToTake(type, make(0), encoding);

        Assert.That(
            FuelToTake(type, make(count), encoding) - little, Is.EqualTo(count * bytesOfOne / BytesPerFuel));
    }

    // What is not Latin-1 is counted once as it is tried, and once as it is written.
    [Test]
    public void Lower_TextThatIsNotLatin1_CostsBothWays()
    {
        const int count = 1_600;
        long little = FuelToTake([Text], ComponentValue.FromString("€"), 2);

        Assert.That(
            FuelToTake([Text], ComponentValue.FromString(new string('€', count + 1)), 2) - little,
            Is.EqualTo(count * 3 / BytesPerFuel));
    }

    [Test]
    public void Handles_OfATableThatGrows_AreChargedWhatTheTableHolds()
    {
        const int count = 20_000;
        const int length = 32_768;
        using Store store = Guest.Engine.CreateStore(new StoreOptions());
        LiftedFunction create = Creator(new ComponentContext(store));
        for (int i = 0; i < count; i++)
        {
            create.Invoke(ComponentValue.FromUnsigned(1));
        }

        long table = (long)length * Unsafe.SizeOf<Handle>();
        Assert.That(store.MemoryBytes + MemoryBudget.FreeHostBytes, Is.InRange(table, table + 16_384));
        Assert.That(store.PeakMemoryBytes, Is.GreaterThan(table), "both while it grew");
    }

    [Test]
    public void Handles_AsManyAsAreAllowed_AreGiven()
    {
        using Store store = Guest.Engine.CreateStore(new StoreOptions());
        LiftedFunction create = Creator(new ComponentContext(store, new ComponentContextOptions { MaxHandles = 3 }));
        for (int i = 0; i < 3; i++)
        {
            create.Invoke(ComponentValue.FromUnsigned(1));
        }

        Assert.That(
            Assert.Throws<WasmTrapException>(() => create.Invoke(ComponentValue.FromUnsigned(1)))!.Message,
            Does.Contain("the limit of 3 resource handles"));
    }

    private static TestCaseData Case(
        string name, byte[] type, int count, Func<int, ComponentValue> make, int bytesOfOne, byte encoding = 0) =>
        new TestCaseData(type, count, make, bytesOfOne, encoding).SetArgDisplayNames(name);

    private static ComponentValue ListOf(int count) =>
        ComponentValue.FromList([.. Enumerable.Repeat(ComponentValue.FromUnsigned(1), count)]);

    private static LiftedFunction Creator(ComponentContext context) => (LiftedFunction)new ComponentLinker()
        .Link(Component.Load(Guest.Engine, ToBinary(
            Types([0x3F, 0x7F, 0], Func([U32], ("a", [U32]))),
            Canons([2, 0], [0, 0, 0, 0, 1]),
            Exports(Export("new", 1, 0)))))
        .Instantiate(context)
        .FindFunction("new")!;

    // Gives the host the list of so many elements that stands at address 0.
    private static void Give(byte[] type, byte[] data, int count, int limit)
    {
        ComponentContext context = ComponentFixture.NewContext(
            contextOptions: new ComponentContextOptions { MaxHostBytesPerCall = limit });
        using Store store = context.Store;
        var memory = new ModuleWriter();
        memory.Export("memory", ExternKind.Memory, memory.Memory(1));
        memory.Data(0, data);
        var module = new ModuleWriter();
        int take = module.ImportFunction("", "take", module.Type([ValType.I32, ValType.I32], []));
        module.Export("f", ExternKind.Function, module.Function(
            module.Type([], []), code => code.I32(0).I32(count).Call(take)));
        ComponentLinker linker = new ComponentLinker().DefineFunction("", "take", static (_, _) => default);
        ComponentInstance instance = linker.Link(Component.Load(Guest.Engine, ToBinary(
            Types(type, [List, 0], Func(null, ("a", [1])), Func(null)),
            Imports(Import("take", 1, 2)),
            Module(memory),
            Module(module),
            CoreInstances([0, 0, 0]),
            Aliases(Join([0, 2, 1, 0], Name("memory"))),
            Canons([1, 0, 0, 1, 3, 0]),
            CoreInstances(
                Join([1], Vector(Join(Name("take"), [0, 0]))), Join([0, 1], Vector(Join(Name(""), [0x12, 1])))),
            Aliases(Join([0, 0, 1, 2], Name("f"))),
            Canons([0, 0, 1, 0, 3]),
            Exports(Export("f", 1, 1))))).Instantiate(context);
        ((LiftedFunction)instance.FindFunction("f")!).Invoke();
    }

    // The fuel of a guest that asks the host for a value; its realloc always gives the same place.
    private static long FuelToTake(byte[] type, ComponentValue value, byte encoding)
    {
        ComponentContext context = ComponentFixture.NewContext();
        using Store store = context.Store;
        var memory = new ModuleWriter();
        memory.Export("memory", ExternKind.Memory, memory.Memory(2));
        memory.Export("realloc", ExternKind.Function, memory.Function(
            memory.Type([ValType.I32, ValType.I32, ValType.I32, ValType.I32], [ValType.I32]),
            code => code.I32(1_024)));
        var module = new ModuleWriter();
        int give = module.ImportFunction("", "give", module.Type([ValType.I32], []));
        module.ExportedFunction("f", [], code => code.I32(0).Call(give));
        ComponentLinker linker = new ComponentLinker().DefineFunction("", "give", (_, _) => value);
        bool isText = type is [Text];
        ComponentInstance instance = linker.Link(Component.Load(Guest.Engine, ToBinary(
            Types(isText ? [List, U8] : type, Func(isText ? [Text] : [0]), Func(null)),
            Imports(Import("give", 1, 1)),
            Module(memory),
            Module(module),
            CoreInstances([0, 0, 0]),
            Aliases(Join([0, 2, 1, 0], Name("memory")), Join([0, 0, 1, 0], Name("realloc"))),
            Canons([1, 0, 0, 3, encoding, 3, 0, 4, 0]),
            CoreInstances(
                Join([1], Vector(Join(Name("give"), [0, 1]))), Join([0, 1], Vector(Join(Name(""), [0x12, 1])))),
            Aliases(Join([0, 0, 1, 2], Name("f"))),
            Canons([0, 0, 2, 0, 2]),
            Exports(Export("f", 1, 1))))).Instantiate(context);
        var f = (LiftedFunction)instance.FindFunction("f")!;
        long before = store.FuelConsumed;
        f.Invoke();
        return store.FuelConsumed - before;
    }
}

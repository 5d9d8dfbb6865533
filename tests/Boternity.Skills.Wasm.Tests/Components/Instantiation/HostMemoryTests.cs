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

namespace Boternity.Skills.Wasm.Tests.Components.Instantiation;

/// <summary>
/// What a component makes the host hold is charged to the store's memory limit before it is allocated.
/// </summary>
[NonParallelizable]
internal sealed class HostMemoryTests
{
    private const long Limit = 64 << 20;

    private static byte[] Instances(ModuleWriter module, int count) =>
        ToBinary(Module(module), CoreInstances([.. Enumerable.Repeat(new byte[] { 0, 0, 0 }, count)]));

    private static WasmLinkException Refuse(byte[] binary)
    {
        LinkedComponent component = new ComponentLinker().Link(Component.Load(Guest.Engine, binary));
        using Store store = Guest.Engine.CreateStore(new StoreOptions { MaxMemoryBytes = Limit });
        long before = GC.GetTotalMemory(forceFullCollection: true);
        WasmLinkException refusal = Assert.Throws<WasmLinkException>(
            () => component.Instantiate(new ComponentContext(store)));
        Assert.That(GC.GetTotalMemory(forceFullCollection: false) - before, Is.LessThan(2 * Limit));
        Assert.That(store.PeakMemoryBytes, Is.InRange(Limit / 2, Limit));
        Assert.That(refusal.MemoryLimit, Is.EqualTo(Limit));
        return refusal;
    }

    [Test]
    public void Instantiate_ManyEmptyTables_AreCharged()
    {
        var module = new ModuleWriter();
        for (int i = 0; i < 10_000; i++)
        {
            module.Table(ValType.FuncRef, 0);
        }

        Refuse(Instances(module, 1_000));
    }

    [Test]
    public void Instantiate_ManyGlobals_AreCharged()
    {
        var module = new ModuleWriter();
        for (int i = 0; i < 200_000; i++)
        {
            module.Global(ValType.I64, false, code => code.I64(0));
        }

        Refuse(Instances(module, 1_000));
    }

    [Test]
    public void Instantiate_ManyDefinitions_AreCharged()
    {
        byte[] inner = ToBinary(
            [.. Enumerable.Repeat(ComponentWriter.Instances([.. Enumerable.Repeat(new byte[] { 1, 0 }, 1_000)]), 9)]);
        Refuse(ToBinary(Nested(inner), ComponentWriter.Instances([.. Enumerable.Repeat(new byte[] { 0, 0, 0 }, 100)])));
    }

    [Test]
    public void Instantiate_SmallComponent_IsChargedNothing()
    {
        using Store store = Guest.Engine.CreateStore(new StoreOptions { MaxMemoryBytes = 0 });
        byte[] binary = Instances(new ModuleWriter(), 10);
        new ComponentLinker().Link(Component.Load(Guest.Engine, binary)).Instantiate(new ComponentContext(store));
        Assert.That(store.PeakMemoryBytes, Is.Zero);
    }

    [Test]
    public void Call_LargeValue_IsChargedWhileItIsHeldAndReleased()
    {
        ComponentContext context = ComponentFixture.NewContext(new StoreOptions { MaxMemoryBytes = Limit });
        using Store store = context.Store;
        long during = 0;
        ComponentLinker linker = new ComponentLinker().DefineFunction("", "take", (c, _) =>
        {
            during = c.Store.MemoryBytes;
            return default;
        });
        LiftedFunction give = Giver(linker, context, [0x70, U8]);
        long before = store.MemoryBytes;
        give.Invoke(ComponentValue.FromUnsigned(10 << 20));
        Assert.That(during - before, Is.InRange((10 << 20) - MemoryBudget.FreeHostBytes, (10 << 20) + 1_024));
        Assert.That(store.MemoryBytes, Is.EqualTo(before));
        Assert.That(store.PeakMemoryBytes, Is.GreaterThanOrEqualTo(during));
    }

    [Test]
    public void Call_ValueAboveTheMemoryLimit_Traps()
    {
        ComponentContext context = ComponentFixture.NewContext(new StoreOptions { MaxMemoryBytes = 24 << 20 });
        using Store store = context.Store;
        LiftedFunction give = Giver(
            new ComponentLinker().DefineFunction("", "take", (_, _) => default), context, [0x70, U8]);
        WasmTrapException trap = Assert.Throws<WasmTrapException>(
            () => give.Invoke(ComponentValue.FromUnsigned(12 << 20)));
        Assert.That(trap.Code, Is.EqualTo(TrapCode.HostMemoryExhausted));
    }

    [Test]
    public void Call_LargeFlags_AreChargedAsLargeAsTheyAre()
    {
        ComponentContext context = ComponentFixture.NewContext(new StoreOptions { MaxMemoryBytes = Limit });
        using Store store = context.Store;
        long during = 0;
        ComponentLinker linker = new ComponentLinker().DefineFunction("", "take", (c, _) =>
        {
            during = c.Store.MemoryBytes;
            return default;
        });

        // 3,200 flags are 400 bytes.
        byte[] flags = Flags([.. Enumerable.Range(0, 3_200).Select(i => $"f{i}")]);
        LiftedFunction give = Giver(linker, context, flags, isList: true);
        long before = store.MemoryBytes;
        give.Invoke(ComponentValue.FromUnsigned(10_000));
        Assert.That(during - before, Is.GreaterThan(10_000 * 400));
    }

    [Test]
    public void Handles_Many_AreCharged()
    {
        using Store store = Guest.Engine.CreateStore(new StoreOptions { MaxMemoryBytes = 1 << 20 });
        ComponentInstance instance = new ComponentLinker().Link(Component.Load(Guest.Engine, ToBinary(
            Types([0x3F, 0x7F, 0], Func([U32], ("a", [U32]))),
            Canons([2, 0], [0, 0, 0, 0, 1]),
            Exports(Export("new", 1, 0))))).Instantiate(new ComponentContext(store));
        var create = (LiftedFunction)instance.FindFunction("new")!;
        WasmTrapException trap = Assert.Throws<WasmTrapException>(() =>
        {
            for (int i = 0; i < 100_000; i++)
            {
                create.Invoke(ComponentValue.FromUnsigned(1));
            }
        });
        Assert.That(trap.Code, Is.EqualTo(TrapCode.HostMemoryExhausted));
        Assert.That(store.PeakMemoryBytes, Is.InRange(1 << 19, 1 << 20));
    }

    // A function that takes a count, and gives the host a list of so many elements from address 0 on.
    private static LiftedFunction Giver(
        ComponentLinker linker,
        ComponentContext context,
        byte[] type,
        bool isList = false)
    {
        var memory = new ModuleWriter();
        memory.Export("memory", ExternKind.Memory, memory.Memory(250));
        var module = new ModuleWriter();
        int take = module.ImportFunction("", "take", module.Type([ValType.I32, ValType.I32], []));
        int f = module.Function(module.Type([ValType.I32], []), code => code.I32(0).Get(0).Call(take));
        module.Export("f", ExternKind.Function, f);
        byte[] head = isList
            ? Join(
                Types(type),
                Imports(Import("flags", 3, 0, 0)),
                Types([0x70, 1], Func(null, ("a", [2])), Func(null, ("a", [U32]))))
            : Types(type, Func(null, ("a", [0])), Func(null, ("a", [U32])));
        byte list = (byte)(isList ? 3 : 1);
        Component component = Component.Load(Guest.Engine, ToBinary(
            head,
            Imports(Import("take", 1, list)),
            Module(memory),
            Module(module),
            CoreInstances([0, 0, 0]),
            Aliases(Join([0, 2, 1, 0], Name("memory"))),
            Canons([1, 0, 0, 1, 3, 0]),
            CoreInstances(
                Join([1], Vector(Join(Name("take"), [0, 0]))), Join([0, 1], Vector(Join(Name(""), [0x12, 1])))),
            Aliases(Join([0, 0, 1, 2], Name("f"))),
            Canons([0, 0, 1, 0, (byte)(list + 1)]),
            Exports(Export("f", 1, 1))));
        return (LiftedFunction)linker.Link(component).Instantiate(context).FindFunction("f")!;
    }

    private static LiftedFunction Taker(ComponentContext context, Func<ComponentValue> give)
    {
        var memory = new ModuleWriter();
        memory.Export("memory", ExternKind.Memory, memory.Memory(1));
        ValType i = ValType.I32;
        int realloc = memory.Function(memory.Type([i, i, i, i], [i]), code => code
            .Get(3).I32(16).Op(Opcode.I32ShrU).I32(1).Op(Opcode.I32Add)
            .Op(Opcode.MemoryGrow, 0).I32(16).Op(Opcode.I32Shl));
        memory.Export("realloc", ExternKind.Function, realloc);
        var module = new ModuleWriter();
        int give0 = module.ImportFunction("", "give", module.Type([i], []));
        module.ExportedFunction("f", [], code => code.I32(0).Call(give0));
        ComponentLinker linker = new ComponentLinker().DefineFunction("", "give", (_, _) => give());
        return (LiftedFunction)linker.Link(Component.Load(Guest.Engine, ToBinary(
            Types(Func([Text]), Func(null)),
            Imports(Import("give", 1, 0)),
            Module(memory),
            Module(module),
            CoreInstances([0, 0, 0]),
            Aliases(Join([0, 2, 1, 0], Name("memory")), Join([0, 0, 1, 0], Name("realloc"))),
            Canons([1, 0, 0, 2, 3, 0, 4, 0]),
            CoreInstances(
                Join([1], Vector(Join(Name("give"), [0, 1]))), Join([0, 1], Vector(Join(Name(""), [0x12, 1])))),
            Aliases(Join([0, 0, 1, 2], Name("f"))),
            Canons([0, 0, 2, 0, 1]),
            Exports(Export("f", 1, 1))))).Instantiate(context).FindFunction("f")!;
    }

    [Test]
    public void Call_ResultOfTheHost_IsChargedWhileItIsPassed()
    {
        const int length = 1 << 20;
        ComponentContext context = ComponentFixture.NewContext();
        using Store store = context.Store;
        LiftedFunction f = Taker(context, () => ComponentValue.FromString(new string('x', length)));

        f.Invoke();

        long guest = store.MemoryBytes;
        Assert.That(guest, Is.InRange(length, length + (4 << 16)), "the guest's own memory, which has grown");
        Assert.That(store.PeakMemoryBytes, Is.GreaterThanOrEqualTo(guest + (2 * length) - (64 << 10)));
    }

    [Test]
    public void Call_ResultOfTheHostAboveTheMemoryLimit_Traps()
    {
        ComponentContext context = ComponentFixture.NewContext(new StoreOptions { MaxMemoryBytes = 1 << 20 });
        using Store store = context.Store;
        LiftedFunction f = Taker(context, () => ComponentValue.FromString(new string('x', 1 << 20)));

        Assert.That(
            Assert.Throws<WasmTrapException>(() => f.Invoke()).Code, Is.EqualTo(TrapCode.HostMemoryExhausted));
    }

    [Test]
    public void CountHostBytes_OfValuesInValues_CountsAll()
    {
        var value = ComponentValue.Ok(ComponentValue.FromRecord(
            ComponentValue.FromArray(new ulong[10]),
            ComponentValue.FromList(ComponentValue.FromString("four"), ComponentValue.FromUnsigned(1)),
            ComponentValue.Some(ComponentValue.FromUnsigned(7)),
            ComponentValue.FromResource(new object())));

        Assert.That(value.CountHostBytes(), Is.EqualTo(
            24 + (4 * 16) + (24 + 80) + (24 + (2 * 16) + (24 + 8)) + 24));
    }

    [Test]
    public void HeldBytes_OfAComponentThatWasCalled_CountsHowItsFunctionsPassValues()
    {
        const int fields = 2_000;
        var module = new ModuleWriter();
        module.Export("memory", ExternKind.Memory, module.Memory(1));
        module.Export("f", ExternKind.Function, module.Function(
            module.Type([], [ValType.I32]), code => code.I32(0)));
        Component component = Component.Load(Guest.Engine, ToBinary(
            Module(module),
            CoreInstances([0, 0, 0]),
            Aliases(Join([0, 0, 1, 0], Name("f")), Join([0, 2, 1, 0], Name("memory"))),
            Types([0x6B, U8], Join([0x6F], Vector([.. Enumerable.Repeat(TypeIndex(0), fields)])), Func([1])),
            Canons([0, 0, 0, 1, 3, 0, 2]),
            Exports(Export("f", 1, 0))));
        ComponentContext context = ComponentFixture.NewContext();
        using Store store = context.Store;
        var f = (LiftedFunction)new ComponentLinker().Link(component).Instantiate(context).FindFunction("f")!;
        long before = component.HeldBytes;

        f.Invoke();
        long after = component.HeldBytes;
        f.Invoke();

        Assert.That(after - before, Is.GreaterThan(fields * 16));
        Assert.That(component.HeldBytes, Is.EqualTo(after), "they are made once");
    }
}

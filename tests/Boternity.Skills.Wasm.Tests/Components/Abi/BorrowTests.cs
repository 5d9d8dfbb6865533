using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Tests.Safety;
using Boternity.Skills.Testing.Writing;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Abi;

/// <summary>
/// A handle that is lent to a guest for a call must be given back by its end, and the guest cannot pass it on as its
/// own.
/// </summary>
internal sealed class BorrowTests
{
    private static readonly RuntimeResource Resource = new("thing");

    private Store _store = null!;

    [SetUp]
    public void SetUp() => _store = Guest.Engine.CreateStore();

    [TearDown]
    public void TearDown() => _store.Dispose();

    // take: func(x: borrow<thing>), which drops it as often as told; and give: func(own<thing>) of the host, to which
    // it passes it first where told.
    private LiftedFunction Take(int drops, bool passesOn)
    {
        var module = new ModuleWriter();
        int drop = module.ImportFunction("host", "drop", module.Type([ValType.I32], []));
        int give = module.ImportFunction("host", "give", module.Type([ValType.I32], []));
        int take = module.Function(module.Type([ValType.I32], []), code =>
        {
            if (passesOn)
            {
                code.Get(0).Call(give);
            }

            for (int i = 0; i < drops; i++)
            {
                code.Get(0).Call(drop);
            }
        });
        module.Export("take", ExternKind.Function, take);
        Component component = Component.Load(Guest.Engine, ToBinary(
            Imports(Import("thing", 3, 1)),
            Types([0x68, 0], [0x69, 0], Func(null, ("x", [1])), Func(null, ("x", [2]))),
            Imports(Import("give", 1, 4)),
            Canons([3, 0], [1, 0, 0, 0]),
            Module(module),
            CoreInstances(
                Join([1], Vector(Join(Name("drop"), [0, 0]), Join(Name("give"), [0, 1]))),
                Join([0, 0], Vector(Join(Name("host"), [0x12, 0])))),
            Aliases(Join([0, 0, 1, 1], Name("take"))),
            Canons([0, 0, 2, 0, 3]),
            Exports(Export("take", 1, 1))));
        var linker = new ComponentLinker().DefineResource("", "thing", Resource).DefineFunction(
            "", "give", (_, _) => default, "(own)");
        return (LiftedFunction)linker.Link(component).Instantiate(new ComponentContext(_store)).FindFunction("take")!;
    }

    [Test]
    public void Borrow_DroppedByTheGuest_IsGivenBack() =>
        Assert.That(
            () => Take(drops: 1, passesOn: false).Invoke(ComponentValue.FromResource("a thing")), Throws.Nothing);

    [Test]
    public void Borrow_KeptByTheGuest_Traps() =>
        Assert.That(
            () => Take(drops: 0, passesOn: false).Invoke(ComponentValue.FromResource("a thing")),
            Throws.TypeOf<WasmTrapException>().With.Message.Contains("borrow handles still remain"));

    [Test]
    public void Borrow_DroppedTwice_Traps() =>
        Assert.That(
            () => Take(drops: 2, passesOn: false).Invoke(ComponentValue.FromResource("a thing")),
            Throws.TypeOf<WasmTrapException>().With.Message.Contains("unknown handle index"));

    [Test]
    public void Borrow_PassedOnAsOwned_Traps() =>
        Assert.That(
            () => Take(drops: 0, passesOn: true).Invoke(ComponentValue.FromResource("a thing")),
            Throws.TypeOf<WasmTrapException>().With.Message.Contains("own"));
}

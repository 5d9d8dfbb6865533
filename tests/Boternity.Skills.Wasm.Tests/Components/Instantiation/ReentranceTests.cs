using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Tests.Safety;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Instantiation;

/// <summary>
/// The picture of CanonicalABI, "Component Instances": a parent P calls its child C1, which calls its sibling C2, which
/// calls P back. P's <c>back</c> then does what the test wants.
/// </summary>
internal sealed class ReentranceTests
{
    private ComponentContext _context = null!;
    private ComponentInstance _parent = null!;
    private Action _host = null!;

    [SetUp]
    public void SetUp()
    {
        _context = ComponentFixture.NewContext();
        _host = () => { };
    }

    [TearDown]
    public void TearDown() => _context.Store.Dispose();

    [Test]
    public void Call_ChildThatCallsItsParentBack_IsNoReentrance()
    {
        int calls = 0;
        _host = () => calls++;
        Instantiate(Parent(callsChildAgain: false));

        Call("run");
        Call("run");

        Assert.That(calls, Is.EqualTo(2));
    }

    [Test]
    public void Call_ChildThatIsRunningAlready_Traps()
    {
        Instantiate(Parent(callsChildAgain: true));

        TrapsAtEntry("run");
    }

    [Test]
    public void Call_OfTheHostIntoAChildWhileItsParentRuns_Traps()
    {
        _host = () => Call("c3");
        Instantiate(Parent(callsChildAgain: false));

        Assert.That(() => Call("c3"), Throws.Nothing);
        TrapsAtEntry("run");
    }

    [Test]
    public void Call_AfterATrapInAChild_EntersNoneOfTheFamily()
    {
        Instantiate(Parent(callsChildAgain: true));

        TrapsAtEntry("run");
        TrapsAtEntry("c3");
    }

    [Test]
    public void Call_OwnFunctionThatAChildGaveBack_Traps()
    {
        byte[] child = ToBinary(Types(Func(null)), Imports(Import("f", 1, 0)), Exports(Export("f", 1, 0)));
        var own = new ModuleWriter();
        own.ExportedFunction("own", [], _ => { });
        var caller = new ModuleWriter();
        int import = caller.ImportFunction("c", "f", caller.Type([], []));
        caller.ExportedFunction("run", [], code => code.Call(import));
        Instantiate(ToBinary(
            Types(Func(null)),
            Module(own),
            CoreInstances([0, 0, 0]),
            Aliases(Join([0, 0, 1, 0], Name("own"))),
            Canons([0, 0, 0, 0, 0]),
            Nested(child),
            Instances(Join([0, 0], Vector(Join(Name("f"), [1, 0])))),
            Aliases(Join([1, 0, 0], Name("f"))),
            Canons([1, 0, 1, 0]),
            Module(caller),
            CoreInstances(
                Join([1], Vector(Join(Name("f"), [0, 1]))), Join([0, 1], Vector(Join(Name("c"), [0x12, 1])))),
            Aliases(Join([0, 0, 1, 2], Name("run"))),
            Canons([0, 0, 2, 0, 0]),
            Exports(Export("run", 1, 2))));

        TrapsAtEntry("run");
    }

    private void Instantiate(byte[] component) => _parent = new ComponentLinker()
        .DefineFunction("", "h", (_, _) =>
        {
            _host();
            return default;
        })
        .Link(Component.Load(Guest.Engine, component))
        .Instantiate(_context);

    private void Call(string function) => ((LiftedFunction)_parent.FindFunction(function)!).Invoke();

    private void TrapsAtEntry(string function) => Assert.That(
        () => Call(function),
        Throws.TypeOf<WasmTrapException>().With.Message.Contains("cannot enter component instance"));

    // P exports `run`, which calls C1, and `c3`, the function of another child.
    private static byte[] Parent(bool callsChildAgain)
    {
        var table = new ModuleWriter();
        table.Export("t", ExternKind.Table, table.Table(ValType.FuncRef, 1));
        return ToBinary(
            Types(Func(null)),
            Imports(Import("h", 1, 0)),
            Canons([1, 0, 0, 0]),
            Module(table),
            Module(Back(callsChildAgain)),
            Module(Run()),
            CoreInstances(
                [0, 0, 0],
                Join([1], Vector(Join(Name("h"), [0, 0]))),
                Join([0, 1], Vector(Join(Name("t"), [0x12, 0]), Join(Name("h"), [0x12, 1])))),
            Aliases(Join([0, 0, 1, 2], Name("back"))),
            Canons([0, 0, 1, 0, 0]),
            Nested(Forwarder()),
            Nested(Leaf()),
            Instances(Join([0, 0], Vector(Join(Name("f"), [1, 1])))),
            Aliases(Join([1, 0, 0], Name("f"))),
            Instances(Join([0, 0], Vector(Join(Name("f"), [1, 2]))), [0, 1, 0]),
            Aliases(Join([1, 0, 1], Name("f")), Join([1, 0, 2], Name("f"))),
            Canons([1, 0, 3, 0]),
            CoreInstances(
                Join([1], Vector(Join(Name("f"), [0, 2]))),
                Join([0, 2], Vector(Join(Name("t"), [0x12, 0]), Join(Name("c"), [0x12, 3])))),
            Aliases(Join([0, 0, 1, 4], Name("run"))),
            Canons([0, 0, 3, 0, 0]),
            Exports(Export("run", 1, 5), Export("c3", 1, 4)));
    }

    private static ModuleWriter Back(bool callsChildAgain)
    {
        var module = new ModuleWriter();
        int type = module.Type([], []);
        module.ImportTable("t", "t", ValType.FuncRef, 1);
        int host = module.ImportFunction("h", "h", type);
        module.ExportedFunction("back", [], code =>
        {
            if (callsChildAgain)
            {
                code.I32(0).Op(Opcode.CallIndirect, type, 0);
            }
            else
            {
                code.Call(host);
            }
        });
        return module;
    }

    private static ModuleWriter Run()
    {
        var module = new ModuleWriter();
        module.ImportTable("t", "t", ValType.FuncRef, 1);
        int child = module.ImportFunction("c", "f", module.Type([], []));
        module.Elements(0, child);
        module.ExportedFunction("run", [], code => code.Call(child));
        return module;
    }

    // A component whose `f` calls the `f` that it is given.
    private static byte[] Forwarder()
    {
        var module = new ModuleWriter();
        int import = module.ImportFunction("", "f", module.Type([], []));
        module.ExportedFunction("f", [], code => code.Call(import));
        return ToBinary(
            Types(Func(null)),
            Imports(Import("f", 1, 0)),
            Canons([1, 0, 0, 0]),
            Module(module),
            CoreInstances(
                Join([1], Vector(Join(Name("f"), [0, 0]))), Join([0, 0], Vector(Join(Name(""), [0x12, 0])))),
            Aliases(Join([0, 0, 1, 1], Name("f"))),
            Canons([0, 0, 1, 0, 0]),
            Exports(Export("f", 1, 1)));
    }

    private static byte[] Leaf()
    {
        var module = new ModuleWriter();
        module.ExportedFunction("f", [], _ => { });
        return ToBinary(
            Types(Func(null)),
            Module(module),
            CoreInstances([0, 0, 0]),
            Aliases(Join([0, 0, 1, 0], Name("f"))),
            Canons([0, 0, 0, 0, 0]),
            Exports(Export("f", 1, 0)));
    }
}

using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Tests.Safety;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Instantiation;

/// <summary>
/// Lowered functions and resource built-ins that the canonical ABI calls itself, with no core code between.
/// </summary>
internal sealed class BuiltinTests
{
    private ComponentContext _context = null!;

    [SetUp]
    public void SetUp() => _context = ComponentFixture.NewContext();

    [TearDown]
    public void TearDown() => _context.Store.Dispose();

    private LiftedFunction Load(string fixture, ComponentLinker? linker = null) =>
        (LiftedFunction)ComponentFixture.Instantiate(
            $"hostile/component-{fixture}.wasm", linker, _context).FindFunction("f")!;

    private LiftedFunction Load(byte[] component, string name) => (LiftedFunction)new ComponentLinker()
        .Link(Component.Load(Guest.Engine, component))
        .Instantiate(_context)
        .FindFunction(name)!;

    [Test]
    public void Call_LiftedFunctionThatIsALoweredHostFunction_CallsTheHost()
    {
        int calls = 0;
        LiftedFunction f = Load("lift-lowered", new ComponentLinker().DefineFunction("", "take", (_, _) =>
        {
            calls++;
            return default;
        }));
        f.Invoke();
        Assert.That(calls, Is.EqualTo(1));
    }

    [Test]
    public void Call_PostReturnThatIsABuiltin_Traps() =>
        Assert.That(
            () => Load("post-return-builtin").Invoke(),
            Throws.TypeOf<WasmTrapException>().With.Message.Contains("cannot leave"));

    [Test]
    public void Call_DestructorThatIsABuiltin_Traps() =>
        Assert.That(
            () => Load("destructor-builtin").Invoke(),
            Throws.TypeOf<WasmTrapException>().With.Message.Contains("unknown handle"));

    [Test]
    public void Call_ReallocThatIsALoweredFunction_Traps()
    {
        ComponentLinker linker = new ComponentLinker()
            .DefineFunction("", "big", (_, _) => ComponentValue.FromString("text"))
            .DefineFunction("", "q", (_, _) => ComponentValue.FromUnsigned(0));
        Assert.That(
            () => Load("realloc-builtin", linker).Invoke(),
            Throws.TypeOf<WasmTrapException>().With.Message.Contains("cannot leave"));
    }

    [Test]
    public void Call_HundredThousandTailCallsBetweenInstances_AnswersOnASmallStack()
    {
        LiftedFunction run = Load("tail-cross");

        Assert.That(Guest.OnSmallThread(() => run.Invoke().AsU32()), Is.EqualTo(42));
    }

    [Test]
    public void Call_OwnLiftedFunction_Traps()
    {
        var callee = new ModuleWriter();
        callee.ExportedFunction("g", [], _ => { });
        var caller = new ModuleWriter();
        int import = caller.ImportFunction("", "g", caller.Type([], []));
        caller.ExportedFunction("f", [], code => code.Call(import));
        LiftedFunction f = Load(
            ToBinary(
                Module(callee),
                Module(caller),
                CoreInstances([0, 0, 0]),
                Aliases(Join([0, 0, 1, 0], Name("g"))),
                Types(Func(null)),
                Canons([0, 0, 0, 0, 0], [1, 0, 0, 0]),
                CoreInstances(
                    Join([1], Vector(Join(Name("g"), [0, 1]))), Join([0, 1], Vector(Join(Name(""), [0x12, 1])))),
                Aliases(Join([0, 0, 1, 2], Name("f"))),
                Canons([0, 0, 2, 0, 0]),
                Exports(Export("f", 1, 1))),
            "f");
        Assert.That(
            () => f.Invoke(),
            Throws.TypeOf<WasmTrapException>().With.Message.Contains("cannot enter component instance"));
    }

    [Test]
    public void Drop_DestructorsThatDropEachOther_EndWithTheStackNotWithTheProcess()
    {
        // Resource k's destructor is the drop of resource k - 1, and its representation the handle of one.
        const int depth = 20_000;
        var sections = new List<byte[]> { Types([0x3F, 0x7F, 0]), Canons([3, 0], [2, 0]) };
        for (int k = 1; k <= depth; k++)
        {
            sections.Add(Types(Join([0x3F, 0x7F, 1], Number((uint)(2 * (k - 1))))));
            sections.Add(Canons(Join([3], Number((uint)k)), Join([2], Number((uint)k))));
        }

        sections.Add(Types(Func([U32], ("a", [U32])), Func(null, ("a", [U32]))));
        uint give = depth + 1;
        for (int k = 0; k <= depth; k++)
        {
            sections.Add(Canons(Join([0, 0], Number((uint)((2 * k) + 1)), [0], Number(give))));
        }

        sections.Add(Canons(Join([0, 0], Number(2 * depth), [0], Number(give + 1))));
        sections.Add(Exports(
            [.. Enumerable.Range(0, depth + 1).Select(k => Export($"new{k}", [1, .. Number((uint)k)])), Export(
                "drop", [1, .. Number(depth + 1)])]));
        ComponentInstance instance = new ComponentLinker()
            .Link(Component.Load(Guest.Engine, ToBinary([.. sections])))
            .Instantiate(_context);
        uint handle = 0;
        for (int k = 0; k <= depth; k++)
        {
            handle = ((LiftedFunction)instance.FindFunction($"new{k}")!).Invoke(
                ComponentValue.FromUnsigned(handle)).AsU32();
        }

        TrapCode code = Guest.OnSmallThread(() => Assert
            .Throws<WasmTrapException>(
                () => ((LiftedFunction)instance.FindFunction("drop")!).Invoke(ComponentValue.FromUnsigned(handle)))
            .Code);
        Assert.That(code, Is.EqualTo(TrapCode.StackExhausted));
    }
}

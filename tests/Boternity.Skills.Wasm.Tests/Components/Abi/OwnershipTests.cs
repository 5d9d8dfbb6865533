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

/// <summary>A resource of the host that is in no table when a trap comes is dropped all the same, once.</summary>
internal sealed class OwnershipTests
{
    private readonly List<object> _dropped = [];
    private Store _store = null!;

    [SetUp]
    public void SetUp()
    {
        _store = Guest.Engine.CreateStore();
        _dropped.Clear();
    }

    [TearDown]
    public void TearDown() => _store.Dispose();

    // A function f, which calls make: () -> own<thing>, passes that on to give: (own<thing>, char) with the second
    // argument, and calls pair: () -> tuple<own<thing>, own<thing>> for a result at the third.
    private (ComponentContext Context, LiftedFunction F) Load()
    {
        var module = new ModuleWriter();
        int make = module.ImportFunction("", "make", module.Type([], [ValType.I32]));
        int give = module.ImportFunction("", "give", module.Type([ValType.I32, ValType.I32], []));
        int pair = module.ImportFunction("", "pair", module.Type([ValType.I32], []));
        module.Export("f", ExternKind.Function, module.Function(
            module.Type([ValType.I32, ValType.I32], []),
            code => code.Call(make).Get(0).Call(give).Get(1).Call(pair)));
        var memory = new ModuleWriter();
        memory.Export("memory", ExternKind.Memory, memory.Memory(1));
        Component component = Component.Load(Guest.Engine, ToBinary(
            Imports(Import("thing", 3, 1)),
            Types(
                [0x69, 0],
                [0x6F, 2, 1, 1],
                Func([1]),
                Func(null, ("x", [1]), ("c", [0x74])),
                Func([2]),
                Func(null, ("c", [U32]), ("p", [U32]))),
            Imports(Import("make", 1, 3), Import("give", 1, 4), Import("pair", 1, 5)),
            Module(memory),
            CoreInstances([0, 0, 0]),
            Aliases(Join([0, 2, 1, 0], Name("memory"))),
            Canons([1, 0, 0, 0], [1, 0, 1, 0], [1, 0, 2, 1, 3, 0]),
            Module(module),
            CoreInstances(
                Join([1], Vector(Join(Name("make"), [0, 0]), Join(Name("give"), [0, 1]), Join(Name("pair"), [0, 2]))),
                Join([0, 1], Vector(Join(Name(""), [0x12, 1])))),
            Aliases(Join([0, 0, 1, 2], Name("f"))),
            Canons([0, 0, 3, 0, 6]),
            Exports(Export("f", 1, 3))));
        var thing = new RuntimeResource("thing", (_, host) => _dropped.Add(host));
        ComponentLinker linker = new ComponentLinker()
            .DefineResource("", "thing", thing)
            .DefineFunction("", "make", (_, _) => ComponentValue.FromResource("made"))
            .DefineFunction("", "give", (_, _) => default)
            .DefineFunction("", "pair", (_, _) => ComponentValue.FromRecord(
                ComponentValue.FromResource("left"), ComponentValue.FromResource("right")));
        var context = new ComponentContext(_store);
        return (context, (LiftedFunction)linker.Link(component).Instantiate(context).FindFunction("f")!);
    }

    private void Run(uint character, uint pointer, bool traps)
    {
        (ComponentContext context, LiftedFunction f) = Load();
        void Call() => f.Invoke(ComponentValue.FromUnsigned(character), ComponentValue.FromUnsigned(pointer));
        if (traps)
        {
            Assert.Throws<WasmTrapException>(Call);
        }
        else
        {
            Call();
        }

        context.DropResources();
        context.DropResources();
    }

    [Test]
    public void Trap_WhileAResourceIsPassedToTheHost_DropsIt()
    {
        Run(character: 0xD800, pointer: 0, traps: true);
        Assert.That(_dropped, Is.EqualTo(new[] { "made" }));
    }

    [Test]
    public void Trap_WhileTheHostsResultIsStored_DropsIt()
    {
        Run(character: 'a', pointer: 65_532, traps: true);
        Assert.That(_dropped, Is.EquivalentTo(new[] { "left", "right" }));
    }

    [Test]
    public void NoTrap_WhatTheGuestOwnsIsDroppedAndWhatTheHostOwnsIsNot()
    {
        Run(character: 'a', pointer: 0, traps: false);
        Assert.That(_dropped, Is.EquivalentTo(new[] { "left", "right" }));
    }
}

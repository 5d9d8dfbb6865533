using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Embedding;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Testing.Writing;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Hosting;

/// <summary>Host functions and host resources, found by name and compatible version.</summary>
internal sealed class ComponentLinkerTests
{
    private static readonly Engine Engine = new();

    private readonly List<string> _dropped = [];
    private readonly RuntimeResource _file;
    private ComponentContext _context = null!;

    public ComponentLinkerTests() => _file = new RuntimeResource("file", (_, host) => _dropped.Add((string)host));

    [SetUp]
    public void SetUp()
    {
        _dropped.Clear();
        _context = new ComponentContext(Engine.CreateStore(), new ComponentContextOptions { MaxHandles = 100 });
    }

    [TearDown]
    public void TearDown() => _context.Store.Dispose();

    // The guest opens a file, asks for its size by a borrowed handle, and drops it or does not.
    private static Component FileUser(bool drops)
    {
        var module = new ModuleWriter();
        int open = module.ImportFunction("host", "open", module.Type([], [ValType.I32]));
        int size = module.ImportFunction("host", "size", module.Type([ValType.I32], [ValType.I32]));
        int drop = module.ImportFunction("host", "drop", module.Type([ValType.I32], []));
        module.ExportedFunction(
            "run",
            [ValType.I32],
            code =>
            {
                code.Call(open).Set(0).Get(0).Call(size);
                if (drops)
                {
                    code.Get(0).Call(drop);
                }

            },
            (1, ValType.I32));
        byte[] interfaceType = Join([0x42], Vector(
            Join([0x04], ExternName("file"), [3, 1]),
            [0x01, 0x69, 0],
            Join([0x01], Func([1])),
            Join([0x04], ExternName("open"), [1, 2]),
            [0x01, 0x68, 0],
            Join([0x01], Func([U32], ("self", [3]))),
            Join([0x04], ExternName("[method]file.size"), [1, 4])));
        return Component.Load(Engine, ToBinary(
            Types(interfaceType),
            Imports(Import("test:files/files@0.2.5", 5, 0)),
            Aliases(
                Join([1, 0, 0], Name("open")),
                Join([1, 0, 0], Name("[method]file.size")),
                Join([3, 0, 0], Name("file"))),
            Canons([1, 0, 0, 0], [1, 0, 1, 0], [3, 1]),
            Module(module),
            CoreInstances(
                Join([1], Vector(Join(Name("open"), [0, 0]), Join(Name("size"), [0, 1]), Join(Name("drop"), [0, 2]))),
                Join([0, 0], Vector(Join(Name("host"), [0x12, 0])))),
            Aliases(Join([0, 0, 1, 1], Name("run"))),
            Types(Func([U32])),
            Canons([0, 0, 3, 0, 2]),
            Exports(Export("run", 1, 2))));
    }

    private ComponentLinker Files(string version = "0.2.0") => new ComponentLinker()
        .DefineResource($"test:files/files@{version}", "file", _file)
        .DefineFunction(
            $"test:files/files@{version}", "open", (_, _) => ComponentValue.FromResource("a.txt"), "() -> own")
        .DefineFunction(
            $"test:files/files@{version}",
            "[method]file.size",
            (_, a) => ComponentValue.FromUnsigned((uint)a[0].AsResource<string>().Length),
            "(borrow) -> u32");

    private uint Run(ComponentLinker linker, bool drops) =>
        ((LiftedFunction)linker.Link(FileUser(drops)).Instantiate(_context).FindFunction("run")!).Invoke().AsU32();

    [Test]
    public void Link_HostResource_ReachesTheGuestAndComesBackAsTheSameObject()
    {
        Assert.That(Run(Files(), drops: true), Is.EqualTo(5));
        Assert.That(_dropped, Is.EqualTo(new[] { "a.txt" }));
        Assert.That(_context.HandleCount, Is.Zero);
    }

    [Test]
    public void DropResources_WhatTheGuestLeft_IsDroppedOnce()
    {
        Run(Files(), drops: false);
        Assert.That(_dropped, Is.Empty);
        Assert.That(_context.HandleCount, Is.EqualTo(1));
        _context.DropResources();
        _context.DropResources();
        Assert.That(_dropped, Is.EqualTo(new[] { "a.txt" }));
    }

    [Test]
    public void Handles_MoreThanTheLimit_AreATrap()
    {
        var run = (LiftedFunction)Files().Link(FileUser(drops: false)).Instantiate(_context).FindFunction("run")!;
        for (int i = 0; i < 100; i++)
        {
            run.Invoke();
        }

        Assert.That(
            () => run.Invoke(),
            Throws.TypeOf<WasmTrapException>().With.Message.Contains("limit of 100 resource handles"));
    }

    [TestCase("0.2.12", true)]
    [TestCase("0.2.0", true)]
    [TestCase("0.3.0", false)]
    [TestCase("1.2.5", false)]
    public void Link_Version_IsMatchedByCompatibility(string version, bool links) =>
        Assert.That(
            () => Files(version).Link(FileUser(true)), links ? Throws.Nothing : Throws.TypeOf<WasmLinkException>());

    [Test]
    public void Link_MissingFunction_NamesTheImport()
    {
        var linker = new ComponentLinker().DefineResource("test:files/files@0.2.0", "file", _file);
        WasmLinkException e = Assert.Throws<WasmLinkException>(() => linker.Link(FileUser(true)));
        Assert.That((e.ImportModule, e.ImportName), Is.EqualTo(("test:files/files@0.2.5", "open")));
    }

    [Test]
    public void Link_MissingResource_NamesTheImport()
    {
        var linker = new ComponentLinker().DefineFunction("test:files/files@0.2.0", "open", (_, _) => default);
        Assert.That(Assert.Throws<WasmLinkException>(() => linker.Link(FileUser(true))).ImportName, Is.EqualTo("file"));
    }

    [Test]
    public void Link_FunctionOfAnotherShape_IsRefused()
    {
        ComponentLinker linker = Files().DefineFunction(
            "test:files/files@0.2.0", "open", (_, _) => default, "() -> borrow");
        Assert.That(
            () => linker.Link(FileUser(true)),
            Throws.TypeOf<WasmLinkException>().With.Message.Contains("incompatible import type"));
    }

    [Test]
    public void Link_AfterItsTime_EndsWithTheLimit()
    {
        Component component = Component.Load(Engine, ToBinary(
            Types([U32]), Imports([.. Enumerable.Range(0, 60_000).Select(i => Import($"t{i}", 3, 0, 0))])));

        Assert.That(() => new ComponentLinker().Link(component, new LoadClock()), Throws.Nothing);
        Assert.That(
            () => new ComponentLinker().Link(component, new LoadClock(TimeSpan.Zero)),
            Throws.TypeOf<WasmLoadTimeoutException>());
    }

    [Test]
    public void Call_HostFunctionThatGivesAnotherType_IsALinkErrorNotACrash()
    {
        ComponentLinker linker = Files().DefineFunction(
            "test:files/files@0.2.0", "open", (_, _) => ComponentValue.FromUnsigned(7));
        Assert.That(
            () => Run(linker, drops: true), Throws.TypeOf<WasmLinkException>().With.Message.Contains("handle of file"));
    }

    [Test]
    public void Call_HostFunctionThatReadsAnotherType_IsATrapNotACrash()
    {
        ComponentLinker linker = Files().DefineFunction(
            "test:files/files@0.2.0",
            "[method]file.size",
            (_, a) => ComponentValue.FromUnsigned((uint)a[0].AsBytes().Length));
        Assert.That(() => Run(linker, drops: true), Throws.TypeOf<WasmTrapException>());
    }

    [Test]
    public void Call_HostFunctionThatCallsBack_CannotEnterTheInstanceAgain()
    {
        ComponentInstance? instance = null;
        ComponentLinker linker = Files().DefineFunction(
            "test:files/files@0.2.0", "open", (_, _) => ((LiftedFunction)instance!.FindFunction("run")!).Invoke());
        instance = linker.Link(FileUser(true)).Instantiate(_context);
        Assert.That(
            () => ((LiftedFunction)instance.FindFunction("run")!).Invoke(),
            Throws.TypeOf<WasmTrapException>().With.Message.Contains("cannot enter component instance"));
    }

    [Test]
    public void Instantiate_OnManyThreads_SharesOneLinkedComponent()
    {
        LinkedComponent linked = Files().Link(FileUser(true));
        Parallel.For(0, 64, _ =>
        {
            var context = new ComponentContext(Engine.CreateStore());
            using Store store = context.Store;
            Assert.That(
                ((LiftedFunction)linked.Instantiate(context).FindFunction("run")!).Invoke().AsU32(), Is.EqualTo(5));
        });
    }
}

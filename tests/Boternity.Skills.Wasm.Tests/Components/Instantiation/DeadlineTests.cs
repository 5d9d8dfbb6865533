using System.Diagnostics;
using Boternity.Skills.Testing.Writing;
using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Tests.Safety;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Instantiation;

/// <summary>The time limit also ends an instantiation that runs no code of the guest.</summary>
[NonParallelizable]
internal sealed class DeadlineTests
{
    // Far below what any of the instantiations takes.
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(25);

    [TestCase(20_000, 0)]
    [TestCase(15_000, 50_000)]
    public void Instantiate_ManyCoreInstances_EndsAtTheLimit(int instances, int elements)
    {
        var module = new ModuleWriter();
        module.Memory(1);
        if (elements > 0)
        {
            module.Table(ValType.FuncRef, (uint)elements);
        }

        LinkedComponent component = new ComponentLinker().Link(Component.Load(
            Guest.Engine,
            ToBinary(Module(module), CoreInstances([.. Enumerable.Repeat(new byte[] { 0, 0, 0 }, instances)]))));

        // The best of some runs: the first pays for what is compiled once, and another process may hold the machine.
        (TrapCode Code, TimeSpan Elapsed)[] runs = [.. Enumerable.Range(0, 4).Select(_ => Run(component))];
        Assert.That(runs.Select(run => run.Code), Is.All.EqualTo(TrapCode.DeadlineExceeded));
        Assert.That(runs.Min(run => run.Elapsed), Is.LessThan(Limit + TimeSpan.FromMilliseconds(50)));
    }

    [Test]
    public void Instantiate_OneInstanceWithManyTables_EndsAtTheLimit()
    {
        var module = new ModuleWriter();
        for (int i = 0; i < 10_000; i++)
        {
            module.Table(ValType.FuncRef, 20_000);
        }

        LinkedComponent component = new ComponentLinker().Link(Component.Load(
            Guest.Engine, ToBinary(Module(module), CoreInstances([0, 0, 0]))));

        (TrapCode Code, TimeSpan Elapsed)[] runs = [.. Enumerable.Range(0, 4).Select(_ => Run(component))];

        Assert.That(runs.Select(run => run.Code), Is.All.EqualTo(TrapCode.DeadlineExceeded));
        Assert.That(runs.Min(run => run.Elapsed), Is.LessThan(Limit + TimeSpan.FromMilliseconds(50)));
    }

    // How fast the machine is has no say here: there is a look between any two instances.
    [Test]
    public void Instantiate_CancelledByTheTenthInstance_MakesNoEleventh()
    {
        var module = new ModuleWriter();
        module.Start(module.ImportFunction("", "f", module.Type([], [])));
        Component component = Component.Load(Guest.Engine, ToBinary(
            Types(Func(null)),
            Imports(Import("f", 1, 0)),
            Canons([1, 0, 0, 0]),
            Module(module),
            CoreInstances(Join([1], Vector(Join(Name("f"), [0, 0])))),
            CoreInstances([.. Enumerable.Repeat(Join([0, 0], Vector(Join(Name(""), [0x12, 0]))), 100)])));
        using var cancellation = new CancellationTokenSource();
        int made = 0;
        var linker = new ComponentLinker().DefineFunction("", "f", (_, _) =>
        {
            if (++made == 10)
            {
                cancellation.Cancel();
            }

            return default;
        });
        using Store store = Guest.Engine.CreateStore(new StoreOptions { CancellationToken = cancellation.Token });

        WasmTrapException trap = Assert.Throws<WasmTrapException>(
            () => linker.Link(component).Instantiate(new ComponentContext(store)));

        Assert.That((trap.Code, made), Is.EqualTo((TrapCode.Cancelled, 10)));
    }

    private static (TrapCode Code, TimeSpan Elapsed) Run(LinkedComponent component)
    {
        long start = Stopwatch.GetTimestamp();
        using Store store = Guest.Engine.CreateStore(new StoreOptions
        {
            Timeout = Limit,
            MaxInstances = int.MaxValue,
            MaxMemoryBytes = 16L << 30,
        });
        WasmTrapException trap = Assert.Throws<WasmTrapException>(
            () => component.Instantiate(new ComponentContext(store)));
        return (trap.Code, Stopwatch.GetElapsedTime(start));
    }
}

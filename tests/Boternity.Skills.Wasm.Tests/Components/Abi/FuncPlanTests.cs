using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Tests.Safety;

namespace Boternity.Skills.Wasm.Tests.Components.Abi;

/// <summary>How a large type is passed is made at the first call: on the guest's time.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class FuncPlanTests
{
    private readonly ProgramMemory _memory = new();

    [TestCase(true)]
    [TestCase(false)]
    public void Make_OfALargeType_LooksAtTheClockAndLeavesNothing(bool ofResult)
    {
        FuncPlan plan = Plan();
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        using Store store = Guest.Engine.CreateStore(new StoreOptions { CancellationToken = cancellation.Token });

        WasmTrapException trap = Assert.Throws<WasmTrapException>(() => Make(plan, ofResult, store));

        Assert.That(trap.Code, Is.EqualTo(TrapCode.Cancelled));
        Assert.That(_memory.HeldBytes, Is.Zero);
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Make_ByManyThreads_IsOneAndCountsOnce(bool ofResult)
    {
        FuncPlan plan = Plan();
        var made = new Codec[8];

        Parallel.For(0, made.Length, i =>
        {
            using Store store = Guest.Engine.CreateStore();
            made[i] = Make(plan, ofResult, store);
        });

        Assert.That(made, Is.All.SameAs(made[0]));
        Assert.That(_memory.HeldBytes, Is.InRange(5_000 * 136, 5_000 * 136 * 2));
    }

    private static Codec Make(FuncPlan plan, bool ofResult, Store store) =>
        ofResult ? plan.GetResult(store) : plan.GetParameters(store);

    private FuncPlan Plan(ProgramMemory? memory = null)
    {
        var type = DefValType.Tuple([.. Enumerable.Range(0, 5_000).Select(_ => DefValType.Tuple(DefValType.U8))]);
        return new FuncPlan(new ComponentFuncType(["p"], [type], type), [], memory ?? _memory);
    }

    [Test]
    public void Make_WithoutMemory_EndsTheGuestAndLeavesNothing()
    {
        var shared = new GuestMemoryBudget(400_000);
        FuncPlan plan = Plan(new ProgramMemory(shared));
        using Store store = Guest.Engine.CreateStore();

        WasmTrapException trap = Assert.Throws<WasmTrapException>(() => plan.GetResult(store));

        Assert.That((trap.Code, store.MemoryRefusal, shared.HeldBytes), Is.EqualTo(
            (TrapCode.HostMemoryExhausted, MemoryRefusal.Shared, 0L)));
    }
}

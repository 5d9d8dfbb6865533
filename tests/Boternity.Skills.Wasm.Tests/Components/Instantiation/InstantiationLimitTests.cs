using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Tests.Safety;
using static Boternity.Skills.Testing.Writing.ComponentWriter;

namespace Boternity.Skills.Wasm.Tests.Components.Instantiation;

/// <summary>Components that instantiate each other multiply what a small binary says.</summary>
internal sealed class InstantiationLimitTests
{
    // A component of 1,000 definitions, instantiated ten times by another, and so on: each level ten times as many.
    private static Component Multiplying(int levels)
    {
        byte[] component = ToBinary(
            Imports(Import("f", 3, 1)), Instances([.. Enumerable.Repeat(new byte[] { 1, 0 }, 1_000)]));
        for (int i = 0; i < levels; i++)
        {
            component = ToBinary(
                Imports(Import("f", 3, 1)),
                Nested(component),
                Instances([.. Enumerable.Repeat(Join([0, 0, 1], Name("f"), [3, 0]), 10)]));
        }

        return Component.Load(Guest.Engine, component);
    }

    private static void Instantiate(Component component, StoreOptions storeOptions, ComponentContextOptions options)
    {
        using Store store = Guest.Engine.CreateStore(storeOptions);
        new ComponentLinker().DefineResource("", "f", new RuntimeResource("f")).Link(component).Instantiate(
            new ComponentContext(store, options));
    }

    [Test]
    public void Instantiate_TooManyInstances_IsALinkError() =>
        Assert.That(
            () => Instantiate(Multiplying(2), new(), new() { MaxInstances = 100 }),
            Throws.TypeOf<WasmLinkException>().With.Message.Contains("100 component instances"));

    // The outermost, ten of the next, and a hundred of the innermost.
    [Test]
    public void Instantiate_AsManyInstancesAsAreAllowed_IsDone()
    {
        const int instances = 1 + 10 + 100;
        Instantiate(Multiplying(2), new(), new() { MaxInstances = instances });

        Assert.That(
            () => Instantiate(Multiplying(2), new(), new() { MaxInstances = instances - 1 }),
            Throws.TypeOf<WasmLinkException>().With.Message.Contains($"{instances - 1} component instances"));
    }

    // An instance for each of a thousand definitions, and what is imported.
    [Test]
    public void Instantiate_AsManyDefinitionsAsAreAllowed_IsDone()
    {
        const int definitions = 1_000 + 1;
        Instantiate(Multiplying(0), new(), new() { MaxDefinitions = definitions });

        Assert.That(
            () => Instantiate(Multiplying(0), new(), new() { MaxDefinitions = definitions - 1 }),
            Throws.TypeOf<WasmLinkException>().With.Message.Contains($"{definitions - 1} definitions"));
    }

    [Test]
    public void Instantiate_TooManyDefinitions_IsALinkError() =>
        Assert.That(
            () => Instantiate(Multiplying(2), new(), new() { MaxDefinitions = 50_000 }),
            Throws.TypeOf<WasmLinkException>().With.Message.Contains("50000 definitions"));

    [Test]
    public void Instantiate_Definitions_UseFuel() =>
        Assert.That(
            () => Instantiate(Multiplying(2), new() { Fuel = 50_000 }, new()),
            Throws.TypeOf<WasmTrapException>().With.Property(
                nameof(WasmTrapException.Code)).EqualTo(TrapCode.OutOfFuel));

    [Test]
    public void Call_ManyLargeCallsOneAfterTheOther_AreNotOneLargeCall()
    {
        // Each call through the chain passes its value five times; together they are far above the limit of one call.
        ComponentContext context = ComponentFixture.NewContext(
            contextOptions: new ComponentContextOptions { MaxHostBytesPerCall = 4 << 20 });
        using Store store = context.Store;
        var echo = (LiftedFunction)ComponentFixture.Instantiate("linked/chain-a.wasm", context: context).FindFunction(
            "boternity:fixtures/values", "echo-string")!;
        ComponentValue text = ComponentValue.FromString(new string('x', 100_000));
        for (int i = 0; i < 20; i++)
        {
            Assert.That(echo.Invoke(text).AsString(), Has.Length.EqualTo(100_000));
        }
    }
}

using Boternity.Skills.Wasm.Components.Hosting;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Components.Values;
using FsCheck;
using FsCheck.Fluent;

namespace Boternity.Skills.Wasm.Tests.Components;

/// <summary>
/// Every type of the canonical ABI there and back: through a component's own memory, and through a component that asks
/// its host.
/// </summary>
internal sealed class EchoTests
{
    private const string Values = "boternity:fixtures/values";

    private static readonly string[] Fixtures =
    [
        "echo/echo-utf8.wasm", "echo/echo-utf16.wasm", "echo/echo-compact-utf16.wasm",
        "echo/relay-utf8.wasm", "echo/relay-utf16.wasm", "echo/relay-compact-utf16.wasm",
        "linked/chain-a.wasm", "linked/chain-b.wasm",
    ];

    private static IEnumerable<TestCaseData> Functions() =>
        from fixture in Fixtures
        let instance = ComponentFixture.Load(fixture).Exports.Items.Single(e => e.Key == Values).Value
        from export in ((InstanceType)instance.Type).Exports.Items
        where export.Value.Sort == ExternSort.Func
        select new TestCaseData(fixture, export.Key);

    [TestCaseSource(nameof(Functions))]
    public void Echo_GeneratedValues_ComeBackEqual(string fixture, string name)
    {
        ComponentInstance instance = ComponentFixture.Instantiate(fixture, NewHost(fixture));
        using var store = instance.Context.Store;
        var function = (LiftedFunction)instance.FindFunction(Values, name)!;
        Gen<ComponentValue[]> arguments = Gen.CollectToArray(function.Type.Parameters, GeneratedValues.Of);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(40), Prop.ForAll(Arb.From(arguments), given =>
        {
            ComponentValue result = function.Invoke(given);
            return GeneratedValues.Show(function.Type.Result, result) == Expected(function.Type, given);
        }));
    }

    [Test]
    public void Echo_FortyFlags_ComeBackEqual()
    {
        ComponentInstance instance = ComponentFixture.Instantiate("echo/flags40.wasm");
        using var store = instance.Context.Store;
        var function = (LiftedFunction)instance.FindFunction("echo-many")!;
        foreach (ulong flags in new ulong[] { 0, 1, 1UL << 39, 0xAA_5555_AAAA, (1UL << 40) - 1 })
        {
            Assert.That(function.Invoke(ComponentValue.FromFlags(flags)).AsFlags(), Is.EqualTo(flags));
        }
    }

    // Several parameters come back as one tuple.
    private static string Expected(ComponentFuncType type, ComponentValue[] given) => given.Length switch
    {
        0 => "",
        1 => GeneratedValues.Show(type.Parameters[0], given[0]),
        _ => GeneratedValues.Show(DefValType.Tuple(type.Parameters), ComponentValue.FromRecord(given)),
    };

    private static ComponentLinker NewHost(string fixture)
    {
        var linker = new ComponentLinker();
        foreach ((string name, ExternType type) in ComponentFixture.Load(fixture).Imports.Items)
        {
            foreach ((string function, ExternType functionType) in ((InstanceType)type.Type).Exports.Items)
            {
                if (functionType.Sort != ExternSort.Func)
                {
                    continue;
                }

                linker.DefineFunction(name, function, (_, arguments) => arguments.Length switch
                {
                    0 => default,
                    1 => arguments[0],
                    _ => ComponentValue.FromRecord(arguments.ToArray()),
                });
            }
        }

        return linker;
    }
}

using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Tests.Components;

/// <summary>Components that try to hurt their host are stopped with the engine's own errors.</summary>
internal sealed class HostileComponentTests
{
    private static readonly StoreOptions Limits = new()
    {
        Fuel = 20_000_000,
        MaxMemoryBytes = 64 << 20,
        Timeout = TimeSpan.FromSeconds(30),
    };

    // What these are held by is the skill's host, above components: the size of an output, the skill world's own
    // exports.
    private static readonly string[] OfTheSkillHost =
        [
            "hostile/huge-result.wasm",
            "hostile/huge-error.wasm",
            "hostile/component-wrong-export-type.wasm",
            "hostile/component-no-entry.wasm",
            "hostile/log-giant.wasm",
        ];

    private static IEnumerable<TestCaseData> Cases() =>
        from item in SkillHost.Hostile.GetProperty("cases").EnumerateArray()
        let fixture = item.GetProperty("fixture").GetString()!
        where !fixture.StartsWith("hostile/core-", StringComparison.Ordinal) && !OfTheSkillHost.Contains(fixture)
        select new TestCaseData(
            fixture, item.GetProperty("input").GetString(), item.GetProperty("expect").GetString()).SetArgDisplayNames(
            $"{fixture} {item.GetProperty("input")}: {item.GetProperty("expect")}");

    [TestCaseSource(nameof(Cases))]
    public void Hostile_Component_IsHeld(string fixture, string input, string expect)
    {
        WasmException? failure = Run(fixture, input);
        switch (expect)
        {
            case "ok":
                Assert.That(failure, Is.Null);
                break;
            case "trap":
                Assert.That(failure, Is.TypeOf<WasmTrapException>());
                Assert.That(
                    ((WasmTrapException)failure!).Code, Is.Not.AnyOf(TrapCode.OutOfFuel, TrapCode.DeadlineExceeded));
                break;
            case "limit":
                Assert.That(failure, Is.TypeOf<WasmLinkException>().Or.TypeOf<WasmTrapException>());
                if (failure is WasmTrapException trap)
                {
                    Assert.That(trap.Code, Is.AnyOf(TrapCode.OutOfFuel, TrapCode.DeadlineExceeded));
                }
                break;
            case "link":
                Assert.That(failure, Is.TypeOf<WasmLinkException>());
                Assert.That(((WasmLinkException)failure!).ImportModule, Is.Not.Empty);
                break;
            default:
                Assert.That(
                    failure,
                    Is.TypeOf<WasmValidationException>()
                        .Or.TypeOf<WasmUnsupportedException>()
                        .Or.TypeOf<WasmFormatException>());
                break;
        }
    }

    [Test]
    public void Hostile_ListThatNamesTheSameBytesOverAndOver_CannotFillTheHost()
    {
        // 8 MB of pairs that all name the same megabyte would be a terabyte of strings.
        ComponentContext context = ComponentFixture.NewContext(
            contextOptions: new ComponentContextOptions { MaxHostBytesPerCall = 1 << 20 });
        using Store store = context.Store;
        ComponentInstance instance = ComponentFixture.Instantiate("echo/echo-utf8.wasm", context: context);
        var echo = (LiftedFunction)instance.FindFunction("boternity:fixtures/values", "echo-strings")!;
        ComponentValue some = ComponentValue.FromString(new string('x', 1000));
        Assert.That(
            echo.Invoke(ComponentValue.FromList([.. Enumerable.Repeat(some, 100)])).AsValues().Length, Is.EqualTo(100));
        WasmTrapException trap = Assert.Throws<WasmTrapException>(
            () => echo.Invoke(ComponentValue.FromList([.. Enumerable.Repeat(some, 1000)])));
        Assert.That(trap.Message, Does.Contain("limit of 1048576 bytes"));
    }

    private static WasmException? Run(string fixture, string input)
    {
        try
        {
            ComponentContext context = ComponentFixture.NewContext(Limits, state: new List<(string, string)>());
            using Store store = context.Store;
            ComponentInstance instance = ComponentFixture.Instantiate(fixture, SkillHost.Linker, context);
            var execute = (LiftedFunction)instance.FindFunction("execute")!;
            execute.Invoke(ComponentValue.FromString(input));
            return null;
        }
        catch (WasmException e)
        {
            return e;
        }
    }
}

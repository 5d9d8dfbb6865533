using System.Text.Json;
using Boternity.Skills.Wasm.Components.Abi;
using Boternity.Skills.Wasm.Components.Instantiation;
using Boternity.Skills.Wasm.Components.Values;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Tests.Components;

/// <summary>Real skills that need no WASI answer as they do under Node.js.</summary>
internal sealed class SkillFixtureTests
{
    private static readonly string[] Fixtures =
    [
        "c-skill.wasm",
        "rust-skill.wasm",
        "js-skill-stub-wasi.wasm",
        "linked/tally.wasm",
        "linked/shared-everything.wasm",
    ];

    private static IEnumerable<TestCaseData> Cases() =>
        from item in SkillHost.Expected.GetProperty("cases").EnumerateArray()
        where Fixtures.Contains(item.GetProperty("fixture").GetString()) && !item.TryGetProperty("varies", out _)
        select new TestCaseData(item).SetArgDisplayNames(
            $"{item.GetProperty("fixture")} {item.GetProperty("call")} {(
                item.TryGetProperty("input", out JsonElement input) ? input : "")}");

    [TestCaseSource(nameof(Cases))]
    public void Skill_CaseOfTheFixtures_AnswersAsRecorded(JsonElement expected)
    {
        var log = new List<(string, string)>();
        ComponentContext context = ComponentFixture.NewContext(
            new StoreOptions { Fuel = 200_000_000, MaxMemoryBytes = 256 << 20 }, state: log);
        using Store store = context.Store;
        ComponentInstance instance = ComponentFixture.Instantiate(
            expected.GetProperty("fixture").GetString()!, SkillHost.Linker, context);
        var function = (LiftedFunction)instance.FindFunction(expected.GetProperty("call").GetString()!)!;
        ComponentValue[] arguments = expected.TryGetProperty("input", out JsonElement input)
            ? [ComponentValue.FromString(input.GetString()!)]
            : [];
        if (expected.TryGetProperty("trap", out _) || expected.TryGetProperty("hangs", out _))
        {
            WasmTrapException trap = Assert.Throws<WasmTrapException>(() => function.Invoke(arguments));
            Assert.That(
                trap.Code == TrapCode.OutOfFuel, Is.EqualTo(expected.TryGetProperty("hangs", out _)), trap.Message);
            Assert.That(trap.Backtrace.Frames, Is.Not.Empty);
            Assert.That(
                () => function.Invoke(arguments),
                Throws.TypeOf<WasmTrapException>(),
                "a component that trapped is not entered again");
            return;
        }

        ComponentValue result = function.Invoke(arguments);
        if (expected.TryGetProperty("result", out JsonElement plain))
        {
            Assert.That(result.AsString(), Is.EqualTo(plain.GetString()));
        }
        else if (expected.TryGetProperty("ok", out JsonElement ok))
        {
            Assert.That((result.IsOk, result.Payload.AsString()), Is.EqualTo((true, ok.GetString())));
        }
        else
        {
            Assert.That(
                (result.IsOk, result.Payload.AsString()), Is.EqualTo((false, expected.GetProperty("err").GetString())));
        }

        if (expected.TryGetProperty("log", out JsonElement lines))
        {
            Assert.That(log, Is.EqualTo(lines.EnumerateArray().Select(l => (l[0].GetString()!, l[1].GetString()!))));
        }
    }
}

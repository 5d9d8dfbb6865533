using Boternity.Skills.Testing.Abi;
using Boternity.Skills.Testing.Lifetimes;

namespace Boternity.Skills.Wasm.Tests.Components.Abi;

/// <summary>
/// The canonical ABI against models that were written from the specification. The long run is the fuzz project's.
/// </summary>
internal sealed class AbiModelTests
{
    [Test]
    public void Values_OfRandomTypes_ArePassedAsTheModelSays()
    {
        var outcomes = new int[Enum.GetValues<ValuesOutcome>().Length];
        for (int seed = 0; seed < 300; seed++)
        {
            var one = new ValuesCase(seed);
            Assert.That(one.Run(), Is.Null, $"seed {seed}");
            for (int i = 0; i < outcomes.Length; i++)
            {
                outcomes[i] += one.Outcomes[i];
            }
        }

        Assert.That(outcomes[(int)ValuesOutcome.Passed], Is.GreaterThan(1_000));
        Assert.That(outcomes[(int)ValuesOutcome.Trapped], Is.GreaterThan(100));
    }

    [Test]
    public void Lifetimes_OfRandomPrograms_AreThoseOfTheModel()
    {
        int results = 0;
        HashSet<string> traps = [];
        for (int seed = 0; seed < 600; seed++)
        {
            var one = new LifetimeCase(seed);
            Assert.That(one.Run(), Is.Null, $"seed {seed}");
            results += one.Results;
            traps.UnionWith(one.Traps);
        }

        Assert.That(results, Is.GreaterThan(1_000));
        Assert.That(traps, Has.Count.GreaterThanOrEqualTo(5));
    }
}

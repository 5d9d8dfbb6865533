using Boternity.Skills.Wasm.Embedding;

namespace Boternity.Skills.Testing.Tiers;

/// <summary>Compares ways to execute code over random modules.</summary>
/// <param name="reference">The options of the engine that is taken to be right.</param>
/// <param name="others">Those of the engines that must not differ, by name.</param>
internal sealed class TierComparison(EngineOptions reference, params (string Name, EngineOptions Options)[] others)
{
    private readonly TierRun _reference = new(new Engine(reference));
    private readonly (string Name,
        TierRun Run)[] _others = [.. others.Select(other => (other.Name, new TierRun(new Engine(other.Options))))];

    public TierRun Reference => _reference;

    public IEnumerable<TierRun> Others => _others.Select(other => other.Run);

    /// <summary>What differs, or null.</summary>
    public string? Compare(int seed) => Compare(seed, isLarge: false);

    /// <summary>As <see cref="Compare(int)"/>, over modules that may have a large function.</summary>
    public string? Compare(int seed, bool isLarge)
    {
        var tierCase = new TierCase(seed, isLarge);
        if (tierCase.IsInvolved)
        {
            tierCase.SpreadFuel(_reference.Measure(tierCase));
        }

        List<string> expected = _reference.Run(tierCase);
        foreach ((string name, TierRun run) in _others)
        {
            List<string> actual = run.Run(tierCase);
            for (int i = 0; i < expected.Count; i++)
            {
                if (i < actual.Count && actual[i] == expected[i])
                {
                    continue;
                }

                return $"seed {seed}, {name}, line {i}\n  expected: {expected[i]}\n  actual:   "
                    + $"{(i < actual.Count ? actual[i] : "nothing")}\n"
                    + $"  first:  {Convert.ToBase64String(tierCase.First.Bytes)}\n  second: "
                    + $"{(tierCase.Second is { } second ? Convert.ToBase64String(second.Bytes) : "none")}";
            }
        }

        return null;
    }
}

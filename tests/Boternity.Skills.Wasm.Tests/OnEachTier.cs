using Boternity.Skills.Wasm.Tests.Safety;

namespace Boternity.Skills.Wasm.Tests;

/// <summary>Tests that run on every tier, with <see cref="Guest.Engine"/>.</summary>
[TestFixtureSource(typeof(Tier), nameof(Tier.Names))]
internal abstract class OnEachTier(string tier)
{
    /// <summary>Gets the name of the tier.</summary>
    protected string TierName { get; } = tier;

    [SetUp]
    public void UseTier() => Guest.Use(TierName);
}

using Boternity.Skills.Wasm.Tests.Safety;

namespace Boternity.Skills.Wasm.Tests;

/// <summary>Tests that run on every tier, with <see cref="Guest.Engine"/>.</summary>
[TestFixtureSource(typeof(Tier), nameof(Tier.Names))]
internal abstract class OnEachTier(string tier)
{
    [SetUp]
    public void UseTier() => Guest.Use(tier);
}

namespace Boternity.Skills.Testing.Hosts;

/// <summary>What a run of a fixture gave, as text, and what it cost.</summary>
internal sealed record FixtureRun(string Output, long FuelConsumed, long PeakMemoryBytes);

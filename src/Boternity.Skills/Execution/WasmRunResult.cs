namespace Boternity.Skills.Execution;

/// <summary>What a run gave and what it cost.</summary>
/// <param name="Output">The output.</param>
/// <param name="FuelConsumed">Fuel that was used.</param>
/// <param name="PeakMemoryBytes">The most bytes that memories and tables had at once.</param>
public sealed record WasmRunResult(string Output, long FuelConsumed, long PeakMemoryBytes);

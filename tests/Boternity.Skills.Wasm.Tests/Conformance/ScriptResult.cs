namespace Boternity.Skills.Wasm.Tests.Conformance;

/// <summary>What came of a script.</summary>
/// <param name="Passed">How many commands did what they should.</param>
/// <param name="Failures">A line for each that did not.</param>
/// <param name="MissingProposals">The proposals that binaries were refused for.</param>
internal sealed record ScriptResult(int Passed, IReadOnlyList<string> Failures, IReadOnlySet<string> MissingProposals);

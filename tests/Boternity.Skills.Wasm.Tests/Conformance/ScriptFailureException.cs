namespace Boternity.Skills.Wasm.Tests.Conformance;

/// <summary>A command did not do what the script expects.</summary>
internal sealed class ScriptFailureException(string message) : Exception(message);

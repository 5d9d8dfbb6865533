namespace Boternity.Skills.Wasm.Tests.Conformance;

/// <summary>A script of the suite.</summary>
/// <param name="Name">Its name, without an extension.</param>
/// <param name="Commands">What it does, in order.</param>
/// <param name="ReadBinary">Reads a binary that a command names.</param>
internal sealed record Script(string Name, IReadOnlyList<ScriptCommand> Commands, Func<string, byte[]> ReadBinary);

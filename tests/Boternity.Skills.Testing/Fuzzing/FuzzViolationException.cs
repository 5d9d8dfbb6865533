namespace Boternity.Skills.Testing.Fuzzing;

/// <summary>The engine did with a mutant what it never may.</summary>
internal sealed class FuzzViolationException(string message, Exception? inner = null) : Exception(message, inner);

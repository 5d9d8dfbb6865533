namespace Boternity.Skills.Schemas;

/// <summary>A schema cannot be used: where, and why.</summary>
internal sealed class SchemaException(string pointer, string problem, Exception? inner = null)
    : Exception($"{(pointer.Length == 0 ? "the schema" : pointer)} {problem}", inner);

namespace Boternity.Skills.Testing.Abi;

/// <summary>The specification says that this traps.</summary>
internal sealed class ModelTrapException(string reason) : Exception(reason);

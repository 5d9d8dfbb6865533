namespace Boternity.Skills.Testing.Abi;

/// <summary>A value is larger than the model wants to follow: many lists that share their elements.</summary>
internal sealed class ModelLimitException() : Exception("too large a value for the model");

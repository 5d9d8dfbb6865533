namespace Boternity.Skills.Testing.Abi;

/// <summary>A value of a variant, enum, option or result.</summary>
/// <param name="Index">Which case it is.</param>
/// <param name="Payload">What the case carries; null for nothing.</param>
internal sealed record ModelCase(int Index, object? Payload);

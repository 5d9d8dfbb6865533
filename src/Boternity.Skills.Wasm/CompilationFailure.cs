namespace Boternity.Skills.Wasm;

/// <summary>A function that is hot and could not be compiled. The interpreter goes on with it.</summary>
/// <param name="FunctionIndex">The function, by index in its module.</param>
/// <param name="FunctionName">Its name from the name section, or null.</param>
/// <param name="Reason">Why.</param>
internal sealed record CompilationFailure(int FunctionIndex, string? FunctionName, Exception Reason);

namespace Boternity.Skills.Execution;

/// <summary>What tells a loaded program from every other.</summary>
/// <param name="Engine">The engine with its settings: the same binary is another program to another engine.</param>
/// <param name="AllowSimd">Whether it may use vector instructions.</param>
/// <param name="Sha256">The SHA-256 of the binary.</param>
internal readonly record struct ProgramKey(string Engine, bool AllowSimd, string Sha256);

namespace Boternity.Skills.Benchmarks.Runtimes;

/// <summary>A core module with <c>_start</c> and preview 1, and what it is run with.</summary>
/// <param name="Path">The module.</param>
/// <param name="Arguments">Its arguments, without its name.</param>
/// <param name="Input">The file that is its standard input; null for none.</param>
internal sealed record RuntimeProgram(string Path, string[] Arguments, string? Input)
{
    public const string Name = "program";

    public byte[] ReadInput() => Input is null ? [] : File.ReadAllBytes(Input);
}

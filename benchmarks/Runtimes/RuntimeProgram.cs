namespace Boternity.Skills.Benchmarks.Runtimes;

/// <summary>A core module with <c>_start</c>, or with <c>init</c> and <c>run</c>, and preview 1, and what it is run
/// with.</summary>
/// <param name="Path">The module.</param>
/// <param name="Arguments">Its arguments, without its name.</param>
/// <param name="Input">The file that is its standard input; null for none.</param>
/// <param name="Mounts">Directories of this machine by their paths in the sandbox.</param>
internal sealed record RuntimeProgram(
    string Path, string[] Arguments, string? Input, IReadOnlyDictionary<string, string> Mounts)
{
    public const string Name = "program";

    public byte[] ReadInput() => Input is null ? [] : File.ReadAllBytes(Input);
}

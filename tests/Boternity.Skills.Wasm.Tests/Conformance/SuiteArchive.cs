using System.IO.Compression;
using System.Text.Json;

namespace Boternity.Skills.Wasm.Tests.Conformance;

/// <summary>One archive of the specification's suite: per script a JSON file of commands and the binaries it
/// names.</summary>
internal sealed class SuiteArchive : IDisposable
{
    private static readonly JsonSerializerOptions SnakeCase =
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly ZipArchive _archive;

    private SuiteArchive(ZipArchive archive) => _archive = archive;

    public IEnumerable<string> ScriptNames =>
        _archive.Entries
            .Where(entry => entry.FullName.EndsWith(".json", StringComparison.Ordinal))
            .Select(entry => Path.GetFileNameWithoutExtension(entry.FullName))
            .Order(StringComparer.Ordinal);

    /// <summary>Every binary of the archive.</summary>
    public IEnumerable<string> BinaryNames =>
        _archive.Entries.Select(entry => entry.FullName)
            .Where(name => name.EndsWith(".wasm", StringComparison.Ordinal));

    public static string PathOf(string fileName) => Repository.SharedFile(Path.Combine("wasm-testsuite", fileName));

    public static SuiteArchive Open(string fileName) => new(ZipFile.OpenRead(PathOf(fileName)));

    /// <summary>The names of an archive's scripts; none where the archive is absent.</summary>
    public static string[] NamesIn(string fileName)
    {
        if (!File.Exists(PathOf(fileName)))
        {
            return [];
        }

        using SuiteArchive archive = Open(fileName);
        return [.. archive.ScriptNames];
    }

    public Script ReadScript(string name)
    {
        byte[] json = ReadBytes($"{name}/{name}.json");
        ScriptFile file = JsonSerializer.Deserialize<ScriptFile>(json, SnakeCase)!;
        return new Script(name, file.Commands, binary => ReadBytes($"{name}/{binary}"));
    }

    public byte[] ReadBytes(string path)
    {
        ZipArchiveEntry entry = _archive.GetEntry(path)
            ?? throw new FileNotFoundException("The archive lacks a file that a script names.", path);
        using Stream stream = entry.Open();
        var bytes = new byte[entry.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public void Dispose() => _archive.Dispose();

    private sealed record ScriptFile(ScriptCommand[] Commands);
}

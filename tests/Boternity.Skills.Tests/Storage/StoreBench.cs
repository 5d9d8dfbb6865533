using System.IO.Abstractions;
using System.Text;
using Boternity.Skills.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Tests.Storage;

/// <summary>A store in a temporary directory, and packages to put into it.</summary>
internal sealed class StoreBench : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public StoreBench() => Store = Open(new FileSystem());

    public FileSystemSkillStore Store { get; }

    public string Root => _directory.PathOf("store");

    /// <summary>The directory of an entry, with the metadata and the grants.</summary>
    public string EntryPath(string skillId, params string[] below) =>
        _directory.PathOf(["store", "skills", skillId, .. below]);

    /// <summary>The skill's own directory.</summary>
    public string ContentPath(string skillId, params string[] below) => EntryPath(skillId, [skillId, .. below]);

    public FileSystemSkillStore Open(IFileSystem fileSystem, TimeSpan? lockTimeout = null) =>
        OpenAt(Root, fileSystem, lockTimeout);

    public static FileSystemSkillStore OpenAt(string root, IFileSystem fileSystem, TimeSpan? lockTimeout = null) => new(
        Options.Create(
            new BoternitySkillsOptions
            {
                StorePath = root,
                StoreLockTimeout = lockTimeout ?? TimeSpan.FromSeconds(30),
            }),
        fileSystem,
        TimeProvider.System,
        NullLogger<FileSystemSkillStore>.Instance);

    /// <summary>A request for a tool skill whose every file says which version it is of.</summary>
    public static SkillStoreRequest Tool(string version, params string[] files) => new()
    {
        Package = Package(SkillType.Tool, version, files),
        Wasm = new WasmBinary { Kind = WasmBinaryKind.Stub, Bytes = Encoding.UTF8.GetBytes($"wasm {version}") },
    };

    public static SkillStoreRequest Prompt(string version, params string[] files) =>
        new() { Package = Package(SkillType.Prompt, version, files) };

    public void Dispose() => _directory.Dispose();

    private static SkillPackage Package(SkillType type, string version, string[] files) => TestSkills.Package(
        TestSkills.Manifest("probe", type) with { Version = version },
        $"Body {version}.\n",
        [.. files.Select(path => (path, Encoding.UTF8.GetBytes($"{path} {version}")))]);
}

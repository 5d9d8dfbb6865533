using Boternity.Skills.Capabilities;
using Boternity.Skills.Capabilities.Files;
using Boternity.Skills.Scripts;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Benchmarks.Runtimes;

/// <summary>Directories of this machine, read once, for a program that is measured.</summary>
internal sealed class MountedDirectories(IReadOnlyDictionary<string, string> mounts) : IGuestFileSystem
{
    private readonly KeyValuePair<string, FixedTree>[] _trees =
        [.. mounts.Select(mount => KeyValuePair.Create(mount.Key, Read(mount.Value)))];

    public IReadOnlyList<PreopenedDirectory> OpenDirectories() =>
        new ScriptFileSystem(_trees, new FileQuota(new SkillHostOptions()), static () => []).OpenDirectories();

    private static FixedTree Read(string directory) => FixedTree.Of(
        from path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
        select new FixedMemoryFile(Path.GetRelativePath(directory, path), File.ReadAllBytes(path)));
}

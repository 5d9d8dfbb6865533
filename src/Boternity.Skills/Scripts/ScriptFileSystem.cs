using Boternity.Skills.Capabilities.Files;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Scripts;

/// <summary>
/// The directories of one run of a script, in an order that depends on their paths alone: the runtime's own, the
/// skill's folder, and those that are open already (the work directory, temporary files, what was granted).
/// </summary>
internal sealed class ScriptFileSystem(
    IReadOnlyList<KeyValuePair<string, FixedTree>> trees, FileQuota quota, Func<IReadOnlyList<PreopenedDirectory>> open)
    : IGuestFileSystem
{
    // Above the numbers that a system gives its devices: no file of a tree is taken for one on a disk.
    private const ulong FirstDevice = 1UL << 40;

    /// <summary>A runtime's own directories and a skill's folder, with nothing to write to.</summary>
    public static ScriptFileSystem Fixed(LoadedRuntime runtime, FixedTree skill, FileQuota quota) =>
        new([.. runtime.Mounts, new(ScriptPaths.Skill, skill)], quota, static () => []);

    public IReadOnlyList<PreopenedDirectory> OpenDirectories() =>
    [
        .. trees.Select((tree, i) => new PreopenedDirectory
        {
            GuestPath = tree.Key,
            Directory = new FixedDirectory(tree.Value, FirstDevice + (ulong)i, quota),
        }),
        .. open(),
    ];
}

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

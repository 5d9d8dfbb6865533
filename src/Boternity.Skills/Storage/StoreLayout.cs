using System.IO.Abstractions;
using System.Security.Cryptography;
using System.Text;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Storage;

/// <summary>
/// Where things are in a store. An entry is a directory with the metadata, the grants and the skill's own directory, so
/// that one rename moves all of them. Skills, previous versions and staged ones share a volume for the same reason.
/// </summary>
internal sealed class StoreLayout
{
    /// <summary>The file that makes a directory an entry.</summary>
    public const string MetadataFileName = ".boternity-meta.json";

    /// <summary>What the version in the entry was granted.</summary>
    public const string GrantsFileName = ".boternity-grants.json";

    private readonly IPath _path;

    public StoreLayout(IFileSystem fileSystem, string root)
    {
        _path = fileSystem.Path;
        Root = _path.GetFullPath(root);
        Skills = _path.Combine(Root, "skills");
        Previous = _path.Combine(Root, "previous");
        Staging = _path.Combine(Root, "staging");
        Names = _path.Combine(Root, "names");
        Relations = _path.Combine(Root, "relations");
        Transaction = _path.Combine(Root, "transaction");
        LockFile = _path.Combine(Root, ".lock");
    }

    public string Root { get; }

    /// <summary>The installed skills, an entry each.</summary>
    public string Skills { get; }

    /// <summary>
    /// The version before the installed one. While a version is being replaced, the only place where it is.
    /// </summary>
    public string Previous { get; }

    /// <summary>
    /// Versions that are being written and versions that are being deleted: whatever is here between writes is rubbish.
    /// </summary>
    public string Staging { get; }

    /// <summary>The index of the names of installed skills.</summary>
    public string Names { get; }

    /// <summary>The index of what installed skills say of others.</summary>
    public string Relations { get; }

    /// <summary>
    /// Entries that are installed together, from the moment on in which they are: whoever takes the lock moves those
    /// that are still here to their places. Between writes it is not there.
    /// </summary>
    public string Transaction { get; }

    public string LockFile { get; }

    /// <summary>
    /// The name of the entry's directory: one for all ids that some file system takes for the same, so that finding the
    /// one that is in the way needs no look at the others.
    /// </summary>
    public static string EntryName(string skillId)
    {
        string key = PathKey.Of(skillId);
        return Ascii.IsValid(key) && SkillIdRules.FindProblem(key) is null
            ? key
            : $"%{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..40]}";
    }

    public string EntryPath(string skillId) => _path.Combine(Skills, EntryName(skillId));

    public string PreviousPath(string skillId) => _path.Combine(Previous, EntryName(skillId));

    public string PendingPath(string skillId) => _path.Combine(Transaction, EntryName(skillId));

    public string NewStagingPath() => _path.Combine(Staging, Guid.CreateVersion7().ToString("N"));

    public string MetadataPath(string entryPath) => _path.Combine(entryPath, MetadataFileName);

    public string GrantsPath(string entryPath) => _path.Combine(entryPath, GrantsFileName);

    /// <summary>
    /// The skill's own directory in an entry. It has the id's name: agents know a skill by the name of its folder.
    /// </summary>
    public string ContentPath(string entryPath, string skillId) => _path.Combine(entryPath, skillId);

    /// <summary>The path of a package's file below the skill's own directory.</summary>
    public string FilePath(string contentPath, string file) =>
        _path.Combine(contentPath, file.Replace('/', _path.DirectorySeparatorChar));
}

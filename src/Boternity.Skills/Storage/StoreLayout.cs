using System.IO.Abstractions;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Storage;

/// <summary>Where things are in a store. Skills, previous versions and staged ones share a volume, so that a rename moves them whole.</summary>
internal sealed class StoreLayout
{
    /// <summary>The file that is in every entry, and that makes a directory an entry.</summary>
    public const string MetadataFileName = ".boternity-meta.json";

    private readonly IPath _path;

    public StoreLayout(IFileSystem fileSystem, string root)
    {
        _path = fileSystem.Path;
        Root = _path.GetFullPath(root);
        Skills = _path.Combine(Root, "skills");
        Previous = _path.Combine(Root, "previous");
        Staging = _path.Combine(Root, "staging");
        Grants = _path.Combine(Root, "grants");
        LockFile = _path.Combine(Root, ".lock");
    }

    public string Root { get; }

    /// <summary>The installed skills, a directory each.</summary>
    public string Skills { get; }

    /// <summary>The version before the installed one. While a version is being replaced, the only place where it is.</summary>
    public string Previous { get; }

    /// <summary>Versions that are being written and versions that are being deleted: whatever is here between writes is rubbish.</summary>
    public string Staging { get; }

    /// <summary>What skills were granted, a file each. Not in their directories: what was granted is not a skill's content.</summary>
    public string Grants { get; }

    public string LockFile { get; }

    public string SkillPath(string skillId) => _path.Combine(Skills, skillId);

    public string PreviousPath(string skillId) => _path.Combine(Previous, skillId);

    // Without an ending: a directory's name may be as long as a file's may be.
    public string GrantsPath(string skillId) => _path.Combine(Grants, skillId);

    public string NewStagingPath() => _path.Combine(Staging, Guid.CreateVersion7().ToString("N"));

    /// <summary>The path of a package's file below an entry.</summary>
    public string FilePath(string entryPath, string file) =>
        _path.Combine(entryPath, file.Replace('/', _path.DirectorySeparatorChar));
}

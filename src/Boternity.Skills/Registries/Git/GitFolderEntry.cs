namespace Boternity.Skills.Registries.Git;

/// <summary>What an entry of a folder is, as its mode says.</summary>
internal enum GitEntryKind
{
    /// <summary>A file.</summary>
    File,

    /// <summary>A file whose owner may execute it.</summary>
    Executable,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link.</summary>
    Link,

    /// <summary>Another repository.</summary>
    Submodule,
}

/// <summary>An entry of a folder.</summary>
internal readonly record struct GitFolderEntry(GitEntryKind Kind, string Name, string Object);

namespace Boternity.Skills.Registries.Git;

/// <summary>What an object of a pack is, as its header says (gitformat-pack).</summary>
internal enum GitObjectKind
{
    /// <summary>A commit.</summary>
    Commit = 1,

    /// <summary>A folder.</summary>
    Tree = 2,

    /// <summary>A file, or where a link leads.</summary>
    Blob = 3,

    /// <summary>A tag with a text.</summary>
    Tag = 4,

    /// <summary>The difference to an object before it in the pack.</summary>
    OffsetDelta = 6,

    /// <summary>The difference to an object by its name.</summary>
    NamedDelta = 7,
}

namespace Boternity.Skills.Capabilities.Files;

/// <summary>How a file is to be opened.</summary>
[Flags]
internal enum SandboxOpen
{
    None = 0,
    Read = 1,
    Write = 2,

    /// <summary>Create it where there is none.</summary>
    Create = 4,

    /// <summary>With <see cref="Create"/>: fail where there is one.</summary>
    Exclusive = 8,

    /// <summary>Empty it.</summary>
    Truncate = 16,
}

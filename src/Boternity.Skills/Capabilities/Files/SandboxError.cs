namespace Boternity.Skills.Capabilities.Files;

/// <summary>Why a file operation of a skill failed. WASI maps these to <c>wasi:filesystem/types.error-code</c>.</summary>
internal enum SandboxError
{
    /// <summary>The path leads out of what was granted, or the operation was not granted.</summary>
    NotPermitted,

    /// <summary>The path is no path at all.</summary>
    Invalid,

    /// <summary>A link stands where a file or a directory should; links are not followed.</summary>
    Link,

    /// <summary>The host's own permissions forbid it.</summary>
    Access,
    NotFound,
    Exists,
    IsDirectory,
    NotDirectory,
    NotEmpty,

    /// <summary>Neither file nor directory: a device, a pipe or a socket.</summary>
    NotRegular,
    NameTooLong,

    /// <summary>Over the host's limit for one file.</summary>
    TooLarge,

    /// <summary>Over the host's limit for all that one execution writes or creates.</summary>
    Quota,
    TooManyOpen,
    NoSpace,
    ReadOnly,
    Busy,
    CrossDevice,
    Io,
}

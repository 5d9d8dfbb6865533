namespace Boternity.Skills.Wasm.Guests;

/// <summary>Why a file operation of a guest failed. WASI and preview 1 have a code for each.</summary>
public enum GuestFileError
{
    /// <summary>The path leads out of what was granted, or the operation was not granted.</summary>
    NotPermitted,

    /// <summary>An argument, such as the path, is not valid.</summary>
    Invalid,

    /// <summary>The path is not UTF-8.</summary>
    IllegalByteSequence,

    /// <summary>A link stands where a file or a directory should; links are not followed.</summary>
    Link,

    /// <summary>The host's own permissions forbid it.</summary>
    Access,

    /// <summary>There is no such file or directory.</summary>
    NotFound,

    /// <summary>It exists already.</summary>
    Exists,

    /// <summary>It is a directory.</summary>
    IsDirectory,

    /// <summary>It is no directory.</summary>
    NotDirectory,

    /// <summary>The directory is not empty.</summary>
    NotEmpty,

    /// <summary>It is neither file nor directory: a device, a pipe or a socket.</summary>
    NotRegular,

    /// <summary>The path is too long.</summary>
    NameTooLong,

    /// <summary>The file would be larger than one may be.</summary>
    TooLarge,

    /// <summary>The run has written or created all that it may.</summary>
    Quota,

    /// <summary>Too many files are open.</summary>
    TooManyOpen,

    /// <summary>The host's disk is full.</summary>
    NoSpace,

    /// <summary>The directory was granted to be read only, or the host's disk is read-only.</summary>
    ReadOnly,

    /// <summary>It is in use.</summary>
    Busy,

    /// <summary>Source and target are of different file systems.</summary>
    CrossDevice,

    /// <summary>The descriptor is not open, or not open for that.</summary>
    BadDescriptor,

    /// <summary>The disk failed.</summary>
    Io,
}

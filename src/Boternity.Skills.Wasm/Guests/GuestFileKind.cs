namespace Boternity.Skills.Wasm.Guests;

/// <summary>What an entry of a directory is: <c>wasi:filesystem/types.descriptor-type</c>, in its order.</summary>
public enum GuestFileKind
{
    /// <summary>None of the others, or not known.</summary>
    Unknown,

    /// <summary>A block device.</summary>
    BlockDevice,

    /// <summary>A character device.</summary>
    CharacterDevice,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A named pipe.</summary>
    Fifo,

    /// <summary>A symbolic link.</summary>
    SymbolicLink,

    /// <summary>A regular file.</summary>
    RegularFile,

    /// <summary>A socket.</summary>
    Socket,
}

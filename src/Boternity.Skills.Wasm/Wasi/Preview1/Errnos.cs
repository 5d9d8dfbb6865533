using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Wasm.Wasi.Preview1;

/// <summary>What preview 1 calls the errors of the host's files.</summary>
internal static class Errnos
{
    public static Errno From(GuestFileError error) => error switch
    {
        // What leads out of a grant is what preview 1 has this for.
        GuestFileError.NotPermitted => Errno.NotCapable,
        GuestFileError.Invalid => Errno.Invalid,
        GuestFileError.IllegalByteSequence => Errno.IllegalByteSequence,
        GuestFileError.Link => Errno.Loop,
        GuestFileError.Access => Errno.Access,
        GuestFileError.NotFound => Errno.NoEntry,
        GuestFileError.Exists => Errno.Exist,
        GuestFileError.IsDirectory => Errno.IsDirectory,
        GuestFileError.NotDirectory => Errno.NotDirectory,
        GuestFileError.NotEmpty => Errno.NotEmpty,
        GuestFileError.NotRegular => Errno.NotSupported,
        GuestFileError.NameTooLong => Errno.NameTooLong,
        GuestFileError.TooLarge => Errno.FileTooLarge,
        GuestFileError.Quota => Errno.Quota,
        GuestFileError.TooManyOpen => Errno.NoMemory,
        GuestFileError.NoSpace => Errno.NoSpace,
        GuestFileError.ReadOnly => Errno.ReadOnly,
        GuestFileError.Busy => Errno.Busy,
        GuestFileError.CrossDevice => Errno.CrossDevice,
        GuestFileError.BadDescriptor => Errno.BadDescriptor,
        _ => Errno.Io,
    };
}

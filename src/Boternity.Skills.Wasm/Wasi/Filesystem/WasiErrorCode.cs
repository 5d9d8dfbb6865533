using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Wasm.Wasi.Filesystem;

/// <summary>Cases of <c>wasi:filesystem/types.error-code</c>, by their place in it, as far as they are used.</summary>
internal enum WasiErrorCode
{
    Access = 0,
    BadDescriptor = 3,
    Busy = 4,
    Quota = 6,
    Exist = 7,
    FileTooLarge = 8,
    IllegalByteSequence = 9,
    Invalid = 12,
    Io = 13,
    IsDirectory = 14,
    Loop = 15,
    NameTooLong = 18,
    NoEntry = 20,
    InsufficientMemory = 22,
    InsufficientSpace = 23,
    NotDirectory = 24,
    NotEmpty = 25,
    Unsupported = 27,
    NotPermitted = 31,
    ReadOnly = 33,
    CrossDevice = 36,
}

/// <summary>What WASI calls the errors of the host's files.</summary>
internal static class WasiErrorCodes
{
    public static WasiErrorCode From(GuestFileError error) => error switch
    {
        GuestFileError.NotPermitted => WasiErrorCode.NotPermitted,
        GuestFileError.Invalid => WasiErrorCode.Invalid,
        GuestFileError.IllegalByteSequence => WasiErrorCode.IllegalByteSequence,
        GuestFileError.Link => WasiErrorCode.Loop,
        GuestFileError.Access => WasiErrorCode.Access,
        GuestFileError.NotFound => WasiErrorCode.NoEntry,
        GuestFileError.Exists => WasiErrorCode.Exist,
        GuestFileError.IsDirectory => WasiErrorCode.IsDirectory,
        GuestFileError.NotDirectory => WasiErrorCode.NotDirectory,
        GuestFileError.NotEmpty => WasiErrorCode.NotEmpty,
        GuestFileError.NotRegular => WasiErrorCode.Unsupported,
        GuestFileError.NameTooLong => WasiErrorCode.NameTooLong,
        GuestFileError.TooLarge => WasiErrorCode.FileTooLarge,
        GuestFileError.Quota => WasiErrorCode.Quota,
        GuestFileError.TooManyOpen => WasiErrorCode.InsufficientMemory,
        GuestFileError.NoSpace => WasiErrorCode.InsufficientSpace,
        GuestFileError.ReadOnly => WasiErrorCode.ReadOnly,
        GuestFileError.Busy => WasiErrorCode.Busy,
        GuestFileError.CrossDevice => WasiErrorCode.CrossDevice,
        GuestFileError.BadDescriptor => WasiErrorCode.BadDescriptor,
        _ => WasiErrorCode.Io,
    };
}

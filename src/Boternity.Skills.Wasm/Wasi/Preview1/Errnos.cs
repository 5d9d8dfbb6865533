namespace Boternity.Skills.Wasm.Wasi;

/// <summary>Preview 1's words for what 0.2 calls an error code.</summary>
internal static class Errnos
{
    public static Errno From(WasiErrorCode code) => code switch
    {
        WasiErrorCode.Access => Errno.Access,
        WasiErrorCode.WouldBlock => Errno.Again,
        WasiErrorCode.Already => Errno.Already,
        WasiErrorCode.BadDescriptor => Errno.BadDescriptor,
        WasiErrorCode.Busy => Errno.Busy,
        WasiErrorCode.Deadlock => Errno.Deadlock,
        WasiErrorCode.Quota => Errno.Quota,
        WasiErrorCode.Exist => Errno.Exist,
        WasiErrorCode.FileTooLarge => Errno.FileTooLarge,
        WasiErrorCode.IllegalByteSequence => Errno.IllegalByteSequence,
        WasiErrorCode.InProgress => Errno.InProgress,
        WasiErrorCode.Interrupted => Errno.Interrupted,
        WasiErrorCode.Invalid => Errno.Invalid,
        WasiErrorCode.IsDirectory => Errno.IsDirectory,
        WasiErrorCode.Loop => Errno.Loop,
        WasiErrorCode.TooManyLinks => Errno.TooManyLinks,
        WasiErrorCode.MessageSize => Errno.MessageSize,
        WasiErrorCode.NameTooLong => Errno.NameTooLong,
        WasiErrorCode.NoDevice => Errno.NoDevice,
        WasiErrorCode.NoEntry => Errno.NoEntry,
        WasiErrorCode.NoLock => Errno.NoLock,
        WasiErrorCode.InsufficientMemory => Errno.NoMemory,
        WasiErrorCode.InsufficientSpace => Errno.NoSpace,
        WasiErrorCode.NotDirectory => Errno.NotDirectory,
        WasiErrorCode.NotEmpty => Errno.NotEmpty,
        WasiErrorCode.NotRecoverable => Errno.NotRecoverable,
        WasiErrorCode.Unsupported => Errno.NotSupported,
        WasiErrorCode.NoTty => Errno.NoTty,
        WasiErrorCode.NoSuchDevice => Errno.NoSuchDevice,
        WasiErrorCode.Overflow => Errno.Overflow,

        // What leads out of a grant is what preview 1 has this for.
        WasiErrorCode.NotPermitted => Errno.NotCapable,
        WasiErrorCode.Pipe => Errno.Pipe,
        WasiErrorCode.ReadOnly => Errno.ReadOnly,
        WasiErrorCode.InvalidSeek => Errno.InvalidSeek,
        WasiErrorCode.TextFileBusy => Errno.TextFileBusy,
        WasiErrorCode.CrossDevice => Errno.CrossDevice,
        _ => Errno.Io,
    };
}

using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Capabilities.Files;

/// <summary>Puts the errors of the host's disk into the terms of the sandbox.</summary>
internal static class ConfinedDirectoryErrors
{
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int WindowsNotEmpty = unchecked((int)0x80070091);
    private const int WindowsExists = unchecked((int)0x80070050);
    private const int WindowsAlreadyExists = unchecked((int)0x800700B7);

    /// <summary>The exception in its place; null for one that is not of a disk, or is translated already.</summary>
    public static GuestFileException? Translate(Exception exception) => exception switch
    {
        GuestFileException => null,
        FileNotFoundException or DirectoryNotFoundException =>
            new GuestFileException(GuestFileError.NotFound, innerException: exception),
        PathTooLongException => new GuestFileException(GuestFileError.NameTooLong, innerException: exception),
        UnauthorizedAccessException => new GuestFileException(GuestFileError.Access, innerException: exception),
        IOException => new GuestFileException(OfCode(exception.HResult), innerException: exception),
        ArgumentOutOfRangeException =>
            new GuestFileException(GuestFileError.Invalid, "the offset or time is out of range", exception),
        _ => null,
    };

    /// <summary>The meaning of a Linux error number (errno.h).</summary>
    public static GuestFileError OfErrno(int errno) => errno switch
    {
        1 or 13 => GuestFileError.Access,
        2 => GuestFileError.NotFound,
        16 or 26 => GuestFileError.Busy,
        17 => GuestFileError.Exists,
        18 => GuestFileError.CrossDevice,
        20 => GuestFileError.NotDirectory,
        21 => GuestFileError.IsDirectory,
        22 => GuestFileError.Invalid,
        23 or 24 => GuestFileError.TooManyOpen,
        6 => GuestFileError.NotRegular,
        27 => GuestFileError.TooLarge,
        28 or 122 => GuestFileError.NoSpace,
        30 => GuestFileError.ReadOnly,
        36 => GuestFileError.NameTooLong,
        39 => GuestFileError.NotEmpty,
        40 => GuestFileError.Link,
        _ => GuestFileError.Io,
    };

    private static GuestFileError OfCode(int code) => code switch
    {
        WindowsDiskFull or WindowsHandleDiskFull => GuestFileError.NoSpace,
        WindowsSharingViolation => GuestFileError.Busy,
        WindowsNotEmpty => GuestFileError.NotEmpty,
        WindowsExists or WindowsAlreadyExists => GuestFileError.Exists,
        _ when OperatingSystem.IsLinux() => OfErrno(code),
        _ => GuestFileError.Io,
    };
}

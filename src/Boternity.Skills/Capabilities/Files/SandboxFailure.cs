namespace Boternity.Skills.Capabilities.Files;

/// <summary>Puts the errors of the host's disk into the terms of the sandbox.</summary>
internal static class SandboxFailure
{
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int WindowsNotEmpty = unchecked((int)0x80070091);
    private const int WindowsExists = unchecked((int)0x80070050);
    private const int WindowsAlreadyExists = unchecked((int)0x800700B7);

    /// <summary>The exception in its place; null for one that is not of a disk, or is translated already.</summary>
    public static SandboxException? Translate(Exception exception) => exception switch
    {
        SandboxException => null,
        FileNotFoundException or DirectoryNotFoundException => new SandboxException(SandboxError.NotFound, innerException: exception),
        PathTooLongException => new SandboxException(SandboxError.NameTooLong, innerException: exception),
        UnauthorizedAccessException => new SandboxException(SandboxError.Access, innerException: exception),
        IOException => new SandboxException(OfCode(exception.HResult), innerException: exception),
        ArgumentOutOfRangeException => new SandboxException(SandboxError.Invalid, "the offset or time is out of range", exception),
        _ => null,
    };

    /// <summary>The meaning of a Linux error number (errno.h).</summary>
    public static SandboxError OfErrno(int errno) => errno switch
    {
        1 or 13 => SandboxError.Access,
        2 => SandboxError.NotFound,
        16 or 26 => SandboxError.Busy,
        17 => SandboxError.Exists,
        18 => SandboxError.CrossDevice,
        20 => SandboxError.NotDirectory,
        21 => SandboxError.IsDirectory,
        22 => SandboxError.Invalid,
        23 or 24 => SandboxError.TooManyOpen,
        6 => SandboxError.NotRegular,
        27 => SandboxError.TooLarge,
        28 or 122 => SandboxError.NoSpace,
        30 => SandboxError.ReadOnly,
        36 => SandboxError.NameTooLong,
        39 => SandboxError.NotEmpty,
        40 => SandboxError.Link,
        _ => SandboxError.Io,
    };

    private static SandboxError OfCode(int code) => code switch
    {
        WindowsDiskFull or WindowsHandleDiskFull => SandboxError.NoSpace,
        WindowsSharingViolation => SandboxError.Busy,
        WindowsNotEmpty => SandboxError.NotEmpty,
        WindowsExists or WindowsAlreadyExists => SandboxError.Exists,
        _ when OperatingSystem.IsLinux() => OfErrno(code),
        _ => SandboxError.Io,
    };
}

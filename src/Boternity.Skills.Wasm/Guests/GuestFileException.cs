namespace Boternity.Skills.Wasm.Guests;

/// <summary>A file operation of a guest failed. The message is for the guest: it names no path of the host.</summary>
public sealed class GuestFileException : IOException
{
    /// <summary>Creates the error.</summary>
    /// <param name="error">Why it failed.</param>
    /// <param name="message">A text for the guest; null for the error's own.</param>
    /// <param name="innerException">The cause; for the host.</param>
    public GuestFileException(GuestFileError error, string? message = null, Exception? innerException = null)
        : base(message ?? Describe(error), innerException) => Error = error;

    /// <summary>Gets why it failed.</summary>
    public GuestFileError Error { get; }

    private static string Describe(GuestFileError error) => error switch
    {
        GuestFileError.NotPermitted => "the path leads out of what was granted",
        GuestFileError.Invalid => "the path is not valid",
        GuestFileError.IllegalByteSequence => "the path is not UTF-8",
        GuestFileError.Link => "there is a link on the path, and links are not followed",
        GuestFileError.Access => "the host's permissions forbid it",
        GuestFileError.NotFound => "no such file or directory",
        GuestFileError.Exists => "it exists already",
        GuestFileError.IsDirectory => "it is a directory",
        GuestFileError.NotDirectory => "a part of the path is not a directory",
        GuestFileError.NotEmpty => "the directory is not empty",
        GuestFileError.NotRegular => "it is neither a file nor a directory",
        GuestFileError.NameTooLong => "the path is too long",
        GuestFileError.TooLarge => "the file is too large",
        GuestFileError.Quota => "the execution has written all it may",
        GuestFileError.TooManyOpen => "too many files are open",
        GuestFileError.NoSpace => "the host's disk is full",
        GuestFileError.ReadOnly => "it is read-only",
        GuestFileError.Busy => "it is in use",
        GuestFileError.CrossDevice => "source and target are on different disks",
        GuestFileError.BadDescriptor => "the descriptor is not open for that",
        _ => "the host's disk failed",
    };
}

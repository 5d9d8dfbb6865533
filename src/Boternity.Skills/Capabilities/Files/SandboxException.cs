namespace Boternity.Skills.Capabilities.Files;

/// <summary>A file operation of a skill failed. The message is for the skill: it names no path of the host.</summary>
internal sealed class SandboxException(SandboxError error, string? message = null, Exception? innerException = null)
    : IOException(message ?? Describe(error), innerException)
{
    public SandboxError Error { get; } = error;

    private static string Describe(SandboxError error) => error switch
    {
        SandboxError.NotPermitted => "the path leads out of what was granted",
        SandboxError.Invalid => "the path is not valid",
        SandboxError.Link => "there is a link on the path, and links are not followed",
        SandboxError.Access => "the host's permissions forbid it",
        SandboxError.NotFound => "no such file or directory",
        SandboxError.Exists => "it exists already",
        SandboxError.IsDirectory => "it is a directory",
        SandboxError.NotDirectory => "a part of the path is not a directory",
        SandboxError.NotEmpty => "the directory is not empty",
        SandboxError.NotRegular => "it is neither a file nor a directory",
        SandboxError.NameTooLong => "the path is too long",
        SandboxError.TooLarge => "the file is too large",
        SandboxError.Quota => "the execution has written all it may",
        SandboxError.TooManyOpen => "too many files are open",
        SandboxError.NoSpace => "the host's disk is full",
        SandboxError.ReadOnly => "the host's disk is read-only",
        SandboxError.Busy => "it is in use",
        SandboxError.CrossDevice => "source and target are on different disks",
        _ => "the host's disk failed",
    };
}

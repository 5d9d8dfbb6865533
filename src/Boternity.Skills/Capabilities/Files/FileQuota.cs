namespace Boternity.Skills.Capabilities.Files;

/// <summary>What one execution has written, created and holds open, against the host's limits.</summary>
internal sealed class FileQuota(SkillHostOptions options)
{
    private long _written;
    private int _created;
    private int _open;

    public long MaxFileBytes => options.FileBytes;

    /// <summary>Takes a slot for an open file or directory, until it is given back.</summary>
    public void Open()
    {
        if (Interlocked.Increment(ref _open) > options.OpenFiles)
        {
            Interlocked.Decrement(ref _open);
            throw new SandboxException(SandboxError.TooManyOpen, $"more than {options.OpenFiles} files are open");
        }
    }

    public void Close() => Interlocked.Decrement(ref _open);

    public void Create()
    {
        if (Interlocked.Increment(ref _created) > options.FilesCreated)
        {
            throw new SandboxException(SandboxError.Quota, $"more than {options.FilesCreated} files and directories created in one execution");
        }
    }

    /// <summary>Accounts for bytes that are about to be written, so that a file of this size is the result.</summary>
    public void Write(long bytes, long size)
    {
        if (size > options.FileBytes)
        {
            throw new SandboxException(SandboxError.TooLarge, $"the file would be larger than {options.FileBytes} bytes");
        }

        if (Interlocked.Add(ref _written, bytes) > options.FileBytesWritten)
        {
            throw new SandboxException(SandboxError.Quota, $"more than {options.FileBytesWritten} bytes written in one execution");
        }
    }
}

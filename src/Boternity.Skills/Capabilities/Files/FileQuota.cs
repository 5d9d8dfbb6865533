using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Capabilities.Files;

/// <summary>What one execution has written, created and holds open, against the host's limits.</summary>
internal sealed class FileQuota(SkillHostOptions options)
{
    private long _written;
    private int _created;
    private int _open;

    public long MaxFileBytes => options.MaxFileBytes;

    /// <summary>Takes a slot for an open file or directory, until it is given back.</summary>
    public void Open()
    {
        if (Interlocked.Increment(ref _open) > options.MaxOpenFiles)
        {
            Interlocked.Decrement(ref _open);
            throw new GuestFileException(
                GuestFileError.TooManyOpen, $"more than {options.MaxOpenFiles} files are open");
        }
    }

    public void Close() => Interlocked.Decrement(ref _open);

    public void Create()
    {
        if (Interlocked.Increment(ref _created) > options.MaxFilesCreated)
        {
            throw new GuestFileException(
                GuestFileError.Quota,
                $"more than {options.MaxFilesCreated} files and directories created in one execution");
        }
    }

    /// <summary>Accounts for bytes that are about to be written, so that a file of this size is the result.</summary>
    public void Write(long bytes, long size)
    {
        if (size > options.MaxFileBytes)
        {
            throw new GuestFileException(
                GuestFileError.TooLarge, $"the file would be larger than {options.MaxFileBytes} bytes");
        }

        if (Interlocked.Add(ref _written, bytes) > options.MaxFileBytesWritten)
        {
            throw new GuestFileException(
                GuestFileError.Quota, $"more than {options.MaxFileBytesWritten} bytes written in one execution");
        }
    }
}

using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Capabilities.Files;

/// <summary>What one execution has written, created and holds open, against the host's limits.</summary>
internal sealed class FileQuota(SkillHostOptions options, FileQuota? whole = null, long? maxBytesWritten = null)
{
    private const long BlockBytes = 4096;

    private readonly long _maxBytesWritten = maxBytesWritten ?? options.MaxFileBytesWritten;
    private long _written;
    private int _created;
    private int _open;

    public long MaxFileBytes => options.MaxFileBytes;

    /// <summary>Takes a slot for an open file or directory, until it is given back.</summary>
    public void Open()
    {
        if (whole is not null)
        {
            whole.Open();
            return;
        }

        if (Interlocked.Increment(ref _open) > options.MaxOpenFiles)
        {
            Interlocked.Decrement(ref _open);
            throw new GuestFileException(
                GuestFileError.TooManyOpen, $"more than {options.MaxOpenFiles} files are open");
        }
    }

    public void Close()
    {
        if (whole is not null)
        {
            whole.Close();
            return;
        }

        Interlocked.Decrement(ref _open);
    }

    public void Create()
    {
        whole?.Create();
        if (Interlocked.Increment(ref _created) > options.MaxFilesCreated)
        {
            throw new GuestFileException(
                GuestFileError.Quota,
                $"more than {options.MaxFilesCreated} files and directories created in one execution");
        }
    }

    /// <summary>The quota of one grant: its own limit on what is written, beside those of the execution.</summary>
    public FileQuota Below(long? maxBytesWritten) =>
        maxBytesWritten is { } most ? new FileQuota(options, this, most) : this;

    /// <summary>Accounts for bytes that are about to be written.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="offset">Where they begin.</param>
    /// <param name="length">The file's length before.</param>
    public void Write(long bytes, long offset, long length)
    {
        // Bytes beyond the end leave a hole, of which the disk may hold every block.
        long growth = offset > length ? RoundUp(offset + bytes) - RoundUp(length) : 0;
        Charge(Math.Max(bytes, growth), Math.Max(offset + bytes, length));
    }

    /// <summary>Accounts for a new length that is about to be set.</summary>
    public void Resize(long length, long before) => Charge(Math.Max(0, length - before), length);

    private static long RoundUp(long length) =>
        length > long.MaxValue - BlockBytes ? long.MaxValue : (length + BlockBytes - 1) / BlockBytes * BlockBytes;

    private void Charge(long bytes, long size)
    {
        whole?.Charge(bytes, size);
        if (size > options.MaxFileBytes)
        {
            throw new GuestFileException(
                GuestFileError.TooLarge, $"the file would be larger than {options.MaxFileBytes} bytes");
        }

        if (Interlocked.Add(ref _written, bytes) > _maxBytesWritten)
        {
            throw new GuestFileException(
                GuestFileError.Quota, $"more than {_maxBytesWritten} bytes written in one execution");
        }
    }
}

using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Capabilities.Files;

/// <summary>An open file in a skill's hands: it does what it was opened for, within the execution's quota.</summary>
internal sealed class GrantedFile(ConfinedFile file, GuestOpenFlags open, FileQuota quota) : IGuestFile
{
    private bool _isDisposed;

    public bool CanRead => open.HasFlag(GuestOpenFlags.Read);

    public bool CanWrite => open.HasFlag(GuestOpenFlags.Write);

    public long Length => file.Length;

    public GuestFileInfo GetInfo() => file.GetInfo();

    /// <summary>Reads at an offset; 0 at the end.</summary>
    public int Read(long offset, Span<byte> buffer)
    {
        Require(CanRead);
        return offset < 0
            ? throw new GuestFileException(GuestFileError.Invalid, "the offset is negative")
            : file.Read(offset, buffer);
    }

    /// <summary>Writes at an offset; a gap before it reads as zeros.</summary>
    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        Require(CanWrite);
        if (offset < 0 || offset > long.MaxValue - bytes.Length)
        {
            throw new GuestFileException(GuestFileError.Invalid, "the offset is out of range");
        }

        quota.Write(bytes.Length, offset, file.Length);
        file.Write(offset, bytes);
    }

    public void SetLength(long length)
    {
        Require(CanWrite);
        if (length < 0)
        {
            throw new GuestFileException(GuestFileError.Invalid, "the length is negative");
        }

        quota.Resize(length, file.Length);
        file.SetLength(length);
    }

    public void SetTimes(DateTimeOffset? accessed, DateTimeOffset? modified)
    {
        Require(CanWrite);
        file.SetTimes(accessed, modified);
    }

    public void Sync()
    {
        if (CanWrite)
        {
            file.Sync();
        }
    }

    /// <summary>Reads the whole file, up to the host's limit.</summary>
    public byte[] ReadAll()
    {
        Require(CanRead);
        using var content = new MemoryStream();
        byte[] buffer = new byte[(int)Math.Clamp(file.Length + 1, 512, 64 * 1024)];
        while (file.Read(content.Length, buffer) is var read and > 0)
        {
            content.Write(buffer, 0, read);

            // The length may lie: /proc says 0, and a file can grow while it is read.
            if (content.Length > quota.MaxFileBytes)
            {
                throw new GuestFileException(
                    GuestFileError.TooLarge, $"the file is larger than {quota.MaxFileBytes} bytes");
            }
        }

        return content.ToArray();
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            file.Dispose();
            quota.Close();
        }
    }

    private static void Require(bool isOpenForIt)
    {
        if (!isOpenForIt)
        {
            throw new GuestFileException(GuestFileError.NotPermitted, "the file was not opened for that");
        }
    }
}

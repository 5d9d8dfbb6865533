using Boternity.Skills.Wasm.Guests;
using Microsoft.Win32.SafeHandles;

namespace Boternity.Skills.Capabilities.Files;

/// <summary>
/// An open regular file. What the path means by now is of no concern: the handle was checked when it was opened.
/// </summary>
internal sealed class ConfinedFile(SafeFileHandle handle, Func<SafeFileHandle, GuestFileInfo> describe) : IDisposable
{
    public long Length => Attempt(() => RandomAccess.GetLength(handle));

    public GuestFileInfo GetInfo() => Attempt(() => describe(handle));

    public int Read(long offset, Span<byte> buffer)
    {
        try
        {
            return RandomAccess.Read(handle, buffer, offset);
        }
        catch (Exception e) when (ConfinedDirectoryErrors.Translate(e) is { } translated)
        {
            throw translated;
        }
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(handle, bytes, offset);
        }
        catch (Exception e) when (ConfinedDirectoryErrors.Translate(e) is { } translated)
        {
            throw translated;
        }
    }

    public void SetLength(long length) => Attempt(() =>
    {
        RandomAccess.SetLength(handle, length);
        return length;
    });

    public void SetTimes(DateTimeOffset? accessed, DateTimeOffset? modified) => Attempt(() =>
    {
        if (accessed is { } read)
        {
            File.SetLastAccessTimeUtc(handle, read.UtcDateTime);
        }

        if (modified is { } written)
        {
            File.SetLastWriteTimeUtc(handle, written.UtcDateTime);
        }

        return true;
    });

    /// <summary>Sets the permissions; nothing where the platform has none.</summary>
    public void SetMode(UnixFileMode mode) => Attempt(() =>
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(handle, mode);
        }

        return mode;
    });

    /// <summary>Waits until what was written is on the disk.</summary>
    public void Sync() => Attempt(() =>
    {
        RandomAccess.FlushToDisk(handle);
        return true;
    });

    public void Dispose() => handle.Dispose();

    private static T Attempt<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (ConfinedDirectoryErrors.Translate(e) is { } translated)
        {
            throw translated;
        }
    }
}

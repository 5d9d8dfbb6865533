using System.IO.Abstractions;

namespace Boternity.Skills.Storage;

/// <summary>
/// The store's only lock, held by whoever writes: a file opened without sharing. The operating system lets go of it when the
/// process ends, however it ends, so a dead owner blocks nobody. Readers never take it to read.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromMilliseconds(50);

    private readonly Stream _file;

    private StoreLock(Stream file) => _file = file;

    public void Dispose() => _file.Dispose();

    /// <summary>Takes the lock, or gives null when another has it.</summary>
    public static StoreLock? TryAcquire(IFileSystem fileSystem, StoreLayout layout)
    {
        try
        {
            return new StoreLock(fileSystem.FileStream.New(
                layout.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1));
        }
        catch (IOException exception) when (IsHeldByAnother(exception))
        {
            return null;
        }
    }

    /// <summary>Waits for the lock.</summary>
    /// <exception cref="SkillStoreException">Another has it for longer than the timeout (<see cref="SkillErrorCodes.StoreBusy"/>).</exception>
    public static async Task<StoreLock> AcquireAsync(
        IFileSystem fileSystem, StoreLayout layout, TimeSpan timeout, TimeProvider time, string? skillId, CancellationToken cancellationToken)
    {
        fileSystem.Directory.CreateDirectory(layout.Root);
        long started = time.GetTimestamp();
        for (TimeSpan delay = s_firstDelay; ; delay = delay * 2 < s_longestDelay ? delay * 2 : s_longestDelay)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryAcquire(fileSystem, layout) is { } held)
            {
                return held;
            }

            if (time.GetElapsedTime(started) >= timeout)
            {
                throw new SkillStoreException(
                    SkillErrorCodes.StoreBusy,
                    skillId,
                    $"Another process has been writing to the store at '{layout.Root}' for longer than {timeout.TotalSeconds:0.###} s.");
            }

            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
        }
    }

    // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION; on Unix the runtime reports flock's EWOULDBLOCK as it is (11 on Linux, 35 on macOS).
    private static bool IsHeldByAnother(IOException exception) => OperatingSystem.IsWindows()
        ? exception.HResult is unchecked((int)0x80070020) or unchecked((int)0x80070021)
        : exception.HResult is 11 or 35;
}

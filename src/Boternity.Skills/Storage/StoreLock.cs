using System.Collections.Concurrent;

namespace Boternity.Skills.Storage;

/// <summary>
/// The store's only lock, held by whoever writes. Within a process writers queue, however long it takes; between
/// processes it is a file opened without sharing. The operating system lets go of it when the process ends, however it
/// ends, so a dead owner blocks nobody. Readers never take it to read.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    /// <summary>The greatest length of the lock file, in bytes.</summary>
    private const int MaxMark = 255;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(50);

    // One for each store that this process has written to. Several objects may be open on the same directory.
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Queues = new(StringComparer.Ordinal);

    private readonly Stream _file;
    private readonly SemaphoreSlim? _queue;

    private StoreLock(Stream file, SemaphoreSlim? queue)
    {
        _file = file;
        _queue = queue;
    }

    /// <summary>
    /// Changes the lock file, which tells <see cref="StoreChanges"/> of all processes of a write. Its length goes round
    /// too: two writes within one tick of the file system's clock differ by it.
    /// </summary>
    public void MarkChanged()
    {
        try
        {
            _file.SetLength((_file.Length % MaxMark) + 1);
            _file.Position = 0;
            _file.WriteByte((byte)_file.Length);
            _file.Flush();
        }
        catch (IOException)
        {
            // What was written stays written on a disk that is full; others see it where a directory has changed.
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _queue?.Release();
    }

    /// <summary>Takes the lock between processes, or gives null when another has it.</summary>
    public static StoreLock? TryAcquire(StoreDisk disk, StoreLayout layout) => TryAcquire(disk, layout, null);

    /// <summary>Waits for the lock.</summary>
    /// <exception cref="SkillStoreException">
    /// Another process has it for longer than the timeout (<see cref="SkillErrorCodes.StoreBusy"/>). Waiting for this
    /// process's own writers does not count.
    /// </exception>
    public static async Task<StoreLock> AcquireAsync(
        StoreDisk disk,
        StoreLayout layout,
        TimeSpan timeout,
        TimeProvider time,
        string? skillId,
        CancellationToken cancellationToken)
    {
        StoreRoot.Prepare(disk, layout);
        SemaphoreSlim queue = Queues.GetOrAdd(layout.Root, _ => new SemaphoreSlim(1, 1));
        await queue.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            long started = time.GetTimestamp();
            for (TimeSpan delay = FirstDelay; ; delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (TryAcquire(disk, layout, queue) is { } held)
                {
                    return held;
                }

                if (time.GetElapsedTime(started) >= timeout)
                {
                    throw new SkillStoreException(
                        SkillErrorCodes.StoreBusy,
                        skillId,
                        $"Another process has been writing to the store at '{layout.Root}' for longer than "
                            + $"{timeout.TotalSeconds:0.###} s.");
                }

                await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            queue.Release();
            throw;
        }
    }

    private static StoreLock? TryAcquire(StoreDisk disk, StoreLayout layout, SemaphoreSlim? queue)
    {
        try
        {
            return new StoreLock(disk.OpenExclusive(layout.LockFile), queue);
        }
        catch (IOException exception) when (IsHeldByAnother(exception))
        {
            return null;
        }
    }

    // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION; on Unix the runtime reports flock's EWOULDBLOCK as it is (11 on
    // Linux, 35 on macOS).
    private static bool IsHeldByAnother(IOException exception) => OperatingSystem.IsWindows()
        ? exception.HResult is unchecked((int)0x80070020) or unchecked((int)0x80070021)
        : exception.HResult is 11 or 35;
}

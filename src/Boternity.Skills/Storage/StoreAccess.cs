namespace Boternity.Skills.Storage;

/// <summary>
/// How a store is read and written: off the caller's thread, writes under the lock, and the disk's errors as the
/// library's own.
/// </summary>
internal sealed class StoreAccess(
    StoreDisk disk, StoreLayout layout, TimeSpan lockTimeout, TimeProvider time, StoreChanges? changes = null)
{
    private volatile bool _isChecked;

    public Task<T> ReadAsync<T>(string? skillId, Func<T> read, CancellationToken cancellationToken) =>
        Task.Run(() => Read(skillId, read), cancellationToken);

    /// <summary>Reads on the caller's thread: for what takes some microseconds.</summary>
    public T Read<T>(string? skillId, Func<T> read)
    {
        try
        {
            CheckRoot();
            return read();
        }
        catch (Exception exception) when (StoreErrors.IsDisk(exception))
        {
            throw StoreErrors.Unavailable(skillId, layout, exception);
        }
    }

    public Task<T> WriteAsync<T>(string? skillId, Func<T> write, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            try
            {
                T result;
                using (StoreLock held = await StoreLock
                    .AcquireAsync(disk, layout, lockTimeout, time, skillId, cancellationToken)
                    .ConfigureAwait(false))
                {
                    result = write();
                    held.MarkChanged();
                }

                changes?.Look();
                return result;
            }
            catch (Exception exception) when (StoreErrors.IsDisk(exception))
            {
                throw StoreErrors.Unavailable(skillId, layout, exception);
            }
        },
        cancellationToken);

    // Writers check each time. For readers once is enough: a root that is safe can only be opened to others by
    // its owner.
    private void CheckRoot()
    {
        if (!_isChecked)
        {
            StoreRoot.Check(disk.FileSystem, layout);
            _isChecked = disk.FileSystem.Directory.Exists(layout.Root);
        }
    }
}

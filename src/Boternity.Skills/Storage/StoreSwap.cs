using System.IO.Abstractions;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Storage;

/// <summary>
/// Puts versions in place by renaming whole directories. Every method needs the store's lock.
/// </summary>
/// <remarks>
/// No system that .NET runs on replaces a directory that has files by one rename that all of them know. So there are
/// two: the installed version becomes the previous one, then the new one takes its place. Between the two the skill is
/// in <c>previous</c> and nowhere else, and that alone says what has happened: readers look there next, and whoever
/// takes the lock after a crash moves it back. Nothing else has to be written down, so nothing can contradict the disk.
/// </remarks>
internal sealed class StoreSwap(StoreDisk disk, StoreLayout layout, ILogger logger)
{
    /// <summary>
    /// Brings an entry to rest that a crash left in the middle, and deletes what crashes left over. Other entries are
    /// not looked at: whoever writes or reads them does the same.
    /// </summary>
    public void Recover(string skillId)
    {
        disk.CreateDirectory(layout.Skills);
        disk.CreateDirectory(layout.Previous);
        disk.CreateDirectory(layout.Staging);
        FinishTransaction();
        PutBack(skillId);
        foreach (string name in disk.Names(layout.Staging))
        {
            Discard(disk.FileSystem.Path.Combine(layout.Staging, name));
        }
    }

    /// <summary>Moves a version back that was moved aside and never replaced.</summary>
    public void PutBack(string skillId)
    {
        if (PutBack(layout.EntryPath(skillId), layout.PreviousPath(skillId)))
        {
            StoreLog.Recovered(logger, skillId);
        }
    }

    /// <summary>Puts a staged version in place and keeps the one before it.</summary>
    public void Publish(string staged, string skillId) =>
        Publish(staged, layout.EntryPath(skillId), layout.PreviousPath(skillId));

    /// <summary>
    /// Puts several staged versions in place, all or none: by one rename they are in the transaction's directory, and
    /// whatever happens from then on, whoever takes the lock next moves them to their places.
    /// </summary>
    /// <param name="staged">A directory with an entry for each.</param>
    public void PublishAll(string staged)
    {
        disk.FlushDirectory(staged);
        disk.Move(staged, layout.Transaction);
        disk.FlushDirectory(layout.Root);
        FinishTransaction();
    }

    /// <summary>Moves the entries of a transaction that was begun to their places.</summary>
    public void FinishTransaction()
    {
        if (!disk.Exists(layout.Transaction))
        {
            return;
        }

        IPath path = disk.FileSystem.Path;
        foreach (string name in disk.Names(layout.Transaction).Order(StringComparer.Ordinal))
        {
            string live = path.Combine(layout.Skills, name);
            string previous = path.Combine(layout.Previous, name);
            PutBack(live, previous);
            Publish(path.Combine(layout.Transaction, name), live, previous);
        }

        disk.Delete(layout.Transaction);
        disk.FlushDirectory(layout.Root);
    }

    private bool PutBack(string live, string previous)
    {
        if (disk.Exists(live) || !disk.Exists(previous))
        {
            return false;
        }

        disk.Move(previous, live);
        FlushNames();
        return true;
    }

    private void Publish(string staged, string live, string previous)
    {
        if (!disk.Exists(live))
        {
            disk.Move(staged, live);
            FlushNames();
            return;
        }

        string? older = disk.Exists(previous) ? MoveToStaging(previous) : null;
        try
        {
            disk.Move(live, previous);
            disk.Move(staged, live);
        }
        catch (Exception exception) when (StoreErrors.IsDisk(exception))
        {
            // What cannot be undone here is undone by whoever takes the lock next.
            Undo(live, previous, older);
            throw;
        }

        FlushNames();
        Discard(older);
    }

    /// <summary>
    /// Changes the places of the installed version and the one before it. Whoever comes in between finds the one before
    /// it. What that one was granted in its time is not granted again.
    /// </summary>
    public void RollBack(string skillId)
    {
        string previous = layout.PreviousPath(skillId);
        disk.Delete(layout.GrantsPath(previous));
        disk.FlushDirectory(previous);
        string staged = MoveToStaging(layout.EntryPath(skillId));
        disk.Move(layout.PreviousPath(skillId), layout.EntryPath(skillId));
        disk.Move(staged, layout.PreviousPath(skillId));
        FlushNames();
    }

    /// <summary>Takes a skill out of the store, and the version before it.</summary>
    /// <returns>False when there was none.</returns>
    public bool Remove(string skillId)
    {
        // The previous version goes first: alone, it would be taken for one that is being replaced.
        string? older = disk.Exists(layout.PreviousPath(skillId)) ? MoveToStaging(layout.PreviousPath(skillId)) : null;
        string? removed = disk.Exists(layout.EntryPath(skillId)) ? MoveToStaging(layout.EntryPath(skillId)) : null;
        FlushNames();
        Discard(older);
        Discard(removed);
        return removed is not null;
    }

    /// <summary>
    /// Deletes what nobody can see any more. What cannot be deleted now is deleted before the next write.
    /// </summary>
    public void Discard(string? path)
    {
        if (path is null)
        {
            return;
        }

        try
        {
            disk.Delete(path);
        }
        catch (Exception exception) when (StoreErrors.IsDisk(exception))
        {
            StoreLog.LeftOver(logger, path, exception);
        }
    }

    private void Undo(string live, string previous, string? older)
    {
        try
        {
            if (!disk.Exists(live))
            {
                disk.Move(previous, live);
            }

            if (older is not null)
            {
                disk.Move(older, previous);
            }
        }
        catch (Exception exception) when (StoreErrors.IsDisk(exception))
        {
            StoreLog.UndoFailed(logger, live, exception);
        }
    }

    private string MoveToStaging(string path)
    {
        string staged = layout.NewStagingPath();
        disk.Move(path, staged);
        return staged;
    }

    private void FlushNames()
    {
        disk.FlushDirectory(layout.Skills);
        disk.FlushDirectory(layout.Previous);
        disk.FlushDirectory(layout.Staging);
    }
}

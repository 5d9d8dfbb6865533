namespace Boternity.Skills.Capabilities.Files;

/// <summary>
/// An open directory and the only ways into it. Paths are names below it (<see cref="SandboxPath"/>); no link is followed, whoever planted
/// it and whenever. Every failure is a <see cref="SandboxException"/>. It says <em>how</em> a path is reached, never <em>whether</em> it
/// may be: that is <see cref="GuardedDirectory"/>.
/// </summary>
/// <remarks>
/// This does not go through <c>IFileSystem</c>: that interface has paths only, and between the check of a path and its use lies a race.
/// The safety here rests on handles of directories, which it cannot express; nor is a fake disk of use for a promise about a real one.
/// </remarks>
internal abstract class SandboxDirectory : IDisposable
{
    /// <summary>Opens a directory of the host. Links on the way to it are the host's own and are followed.</summary>
    public static SandboxDirectory Open(string hostPath) => LinuxDirectory.IsSupported
        ? LinuxDirectory.OpenRoot(hostPath)
        : PortableDirectory.OpenRoot(hostPath);

    public abstract SandboxDirectory OpenDirectory(IReadOnlyList<string> path);

    /// <summary>Opens a regular file; tells whether it was created.</summary>
    public abstract SandboxFile OpenFile(IReadOnlyList<string> path, SandboxOpen open, out bool wasCreated);

    /// <summary>What is known of an entry; an empty path is the directory itself. A link is described, not followed.</summary>
    public abstract SandboxEntry GetEntry(IReadOnlyList<string> path);

    /// <summary>The entries of the directory itself, without <c>.</c> and <c>..</c>, sorted by name (ordinal).</summary>
    /// <exception cref="SandboxException">There are more than <paramref name="most"/> (<see cref="SandboxError.TooLarge"/>).</exception>
    public abstract IReadOnlyList<SandboxListing> List(int most);

    public abstract void CreateDirectory(IReadOnlyList<string> path);

    public abstract void RemoveDirectory(IReadOnlyList<string> path);

    /// <summary>Removes a file, or a link (never what it leads to).</summary>
    public abstract void RemoveFile(IReadOnlyList<string> path);

    /// <summary>Renames; a file at the target is replaced at once, as rename(2) does it.</summary>
    public abstract void Rename(IReadOnlyList<string> path, SandboxDirectory target, IReadOnlyList<string> targetPath);

    /// <summary>Waits until the directory's entries are on the disk.</summary>
    public abstract void Sync();

    /// <summary>Replaces a file as a whole: readers see the old content or the new, never a part.</summary>
    public void Replace(IReadOnlyList<string> path, ReadOnlySpan<byte> content)
    {
        if (GetKind(path) is SandboxEntryKind.Directory)
        {
            throw new SandboxException(SandboxError.IsDirectory);
        }

        string[] staged = [.. path.SkipLast(1), $".{Guid.CreateVersion7():N}.tmp"];
        try
        {
            using (SandboxFile file = OpenFile(staged, SandboxOpen.Write | SandboxOpen.Create | SandboxOpen.Exclusive, out _))
            {
                file.Write(0, content);
            }

            Rename(staged, this, path);
        }
        catch (SandboxException)
        {
            if (GetKind(staged) is SandboxEntryKind.File)
            {
                RemoveFile(staged);
            }

            throw;
        }
    }

    /// <summary>What stands at a path; null where there is nothing.</summary>
    public SandboxEntryKind? GetKind(IReadOnlyList<string> path)
    {
        try
        {
            return GetEntry(path).Kind;
        }
        catch (SandboxException e) when (e.Error is SandboxError.NotFound or SandboxError.NotDirectory or SandboxError.Link)
        {
            return null;
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}

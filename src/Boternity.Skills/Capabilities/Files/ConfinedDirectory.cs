using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Capabilities.Files;

/// <summary>
/// An open directory and the only ways into it. Paths are names below it (<see cref="ConfinedPath"/>); no link is
/// followed, whoever planted it and whenever. Every failure is a <see cref="GuestFileException"/>. It says <em>how</em>
/// a path is reached, never <em>whether</em> it may be: that is <see cref="GrantedDirectory"/>.
/// </summary>
/// <remarks>
/// This does not go through <c>IFileSystem</c>: that interface has paths only, and between the check of a path and its
/// use lies a race. The safety here rests on handles of directories, which it cannot express; nor is a fake disk of use
/// for a promise about a real one.
/// </remarks>
internal abstract class ConfinedDirectory : IDisposable
{
    /// <summary>The mode of a file that is its owner's alone.</summary>
    protected const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Permissions = (UnixFileMode)0b111_111_111;

    /// <summary>Opens a directory of the host. Links on the way to it are the host's own and are followed.</summary>
    public static ConfinedDirectory Open(string hostPath) => LinuxDirectory.IsSupported
        ? LinuxDirectory.OpenRoot(hostPath)
        : PortableDirectory.OpenRoot(hostPath);

    public abstract ConfinedDirectory OpenDirectory(IReadOnlyList<string> path);

    /// <summary>Opens a regular file; tells whether it was created.</summary>
    public abstract ConfinedFile OpenFile(IReadOnlyList<string> path, GuestOpenFlags open, out bool wasCreated);

    /// <summary>
    /// What is known of an entry; an empty path is the directory itself. A link is described, not followed.
    /// </summary>
    public abstract GuestFileInfo GetInfo(IReadOnlyList<string> path);

    /// <summary>
    /// The entries of the directory itself, without <c>.</c> and <c>..</c>, in no order, read as they are enumerated.
    /// </summary>
    public abstract IEnumerable<GuestDirectoryEntry> List();

    public abstract void CreateDirectory(IReadOnlyList<string> path);

    public abstract void RemoveDirectory(IReadOnlyList<string> path);

    /// <summary>Removes a file, or a link (never what it leads to).</summary>
    public abstract void RemoveFile(IReadOnlyList<string> path);

    /// <summary>Renames; a file at the target is replaced at once, as rename(2) does it.</summary>
    public abstract void Rename(IReadOnlyList<string> path, ConfinedDirectory target, IReadOnlyList<string> targetPath);

    /// <summary>Waits until the directory's entries are on the disk.</summary>
    public abstract void Sync();

    /// <summary>
    /// Replaces a file as a whole: readers see the old content or the new, never a part. The permissions stay those of
    /// the replaced file, and are at no moment wider; a set-user-ID or set-group-ID bit is not taken over.
    /// </summary>
    public void Replace(IReadOnlyList<string> path, ReadOnlySpan<byte> content)
    {
        if (GetKind(path) is GuestFileKind.Directory)
        {
            throw new GuestFileException(GuestFileError.IsDirectory);
        }

        string[] staged = [.. path.SkipLast(1), $".{Guid.CreateVersion7():N}.tmp"];
        UnixFileMode? replaced = FindMode(path);
        try
        {
            using (ConfinedFile file = CreateFile(staged, isPrivate: replaced is not null))
            {
                file.Write(0, content);
                if (replaced is { } mode)
                {
                    file.SetMode(mode & Permissions);
                }
            }

            Rename(staged, this, path);
        }
        catch (GuestFileException)
        {
            if (GetKind(staged) is GuestFileKind.RegularFile)
            {
                RemoveFile(staged);
            }

            throw;
        }
    }

    /// <summary>What stands at a path; null where there is nothing.</summary>
    public GuestFileKind? GetKind(IReadOnlyList<string> path)
    {
        try
        {
            return GetInfo(path).Kind;
        }
        catch (GuestFileException e) when (e.Error is GuestFileError.NotFound or GuestFileError.NotDirectory
            or GuestFileError.Link)
        {
            return null;
        }
    }

    /// <summary>
    /// The mode of the regular file at a path; null where there is none, or the platform has no modes.
    /// </summary>
    protected abstract UnixFileMode? FindMode(IReadOnlyList<string> path);

    /// <summary>Creates a file where nothing stands, to write it.</summary>
    /// <param name="path">Where.</param>
    /// <param name="isPrivate">Whether only its owner may read and write it, from its first moment.</param>
    protected abstract ConfinedFile CreateFile(IReadOnlyList<string> path, bool isPrivate);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);

    /// <summary>The names in a directory of the host, read as they are enumerated.</summary>
    protected static IEnumerable<string> ListNames(string path)
    {
        IEnumerator<string> entries = Attempt(() => Directory.EnumerateFileSystemEntries(path).GetEnumerator());
        using (entries)
        {
            while (Attempt(entries.MoveNext))
            {
                yield return Path.GetFileName(entries.Current);
            }
        }
    }

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

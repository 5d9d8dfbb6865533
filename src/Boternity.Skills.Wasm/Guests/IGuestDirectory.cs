namespace Boternity.Skills.Wasm.Guests;

/// <summary>
/// An open directory. Paths are the guest's, relative to it and not checked by the engine: an implementation lets none
/// lead out of the directory and follows no link. Failures are <see cref="GuestFileException"/>s; nothing else is
/// thrown, apart from what ends the run.
/// </summary>
public interface IGuestDirectory : IDisposable
{
    /// <summary>Gets whether anything in the directory may be changed.</summary>
    bool CanWrite { get; }

    /// <summary>Opens a directory.</summary>
    /// <exception cref="GuestFileException">It cannot be opened.</exception>
    IGuestDirectory OpenDirectory(string path);

    /// <summary>Opens a regular file.</summary>
    /// <exception cref="GuestFileException">It cannot be opened.</exception>
    IGuestFile OpenFile(string path, GuestOpenFlags flags);

    /// <summary>Describes an entry, a link itself and not what it leads to; <c>.</c> is this directory.</summary>
    /// <exception cref="GuestFileException">There is no such entry, or it may not be looked at.</exception>
    GuestFileInfo GetInfo(string path);

    /// <summary>
    /// Lists the entries, without <c>.</c> and <c>..</c>, in no order. They are read as they are enumerated, so that an
    /// engine can charge the guest for each, and stop.
    /// </summary>
    /// <exception cref="GuestFileException">
    /// They may not be listed; thrown by the call or by the enumeration.
    /// </exception>
    IEnumerable<GuestDirectoryEntry> List();

    /// <summary>Creates a directory.</summary>
    /// <exception cref="GuestFileException">It cannot be created.</exception>
    void CreateDirectory(string path);

    /// <summary>Removes an empty directory.</summary>
    /// <exception cref="GuestFileException">It cannot be removed.</exception>
    void RemoveDirectory(string path);

    /// <summary>Removes a file, or a link (never what it leads to).</summary>
    /// <exception cref="GuestFileException">It cannot be removed.</exception>
    void RemoveFile(string path);

    /// <summary>Renames an entry; a file at the target is replaced in one step.</summary>
    /// <param name="path">The entry, below this directory.</param>
    /// <param name="target">The directory that <paramref name="targetPath"/> is relative to.</param>
    /// <param name="targetPath">The new path.</param>
    /// <exception cref="GuestFileException">
    /// It cannot be renamed; <see cref="GuestFileError.CrossDevice"/> where <paramref name="target"/> is of another
    /// file system.
    /// </exception>
    void Rename(string path, IGuestDirectory target, string targetPath);

    /// <summary>Waits until the directory's entries are on the disk.</summary>
    /// <exception cref="GuestFileException">The disk failed.</exception>
    void Sync();
}

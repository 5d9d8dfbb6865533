using System.IO.Abstractions;
using Boternity.Skills.Permissions;

namespace Boternity.Skills.Storage;

/// <summary>
/// The few things that the store asks of a disk, each with its durability. What it makes is the owner's alone.
/// </summary>
internal sealed class StoreDisk(IFileSystem fileSystem)
{
    public IFileSystem FileSystem { get; } = fileSystem;

    /// <summary>What is at a path, without following a link; null when nothing is.</summary>
    public FileAttributes? Attributes(string path)
    {
        FileAttributes attributes = FileSystem.FileInfo.New(path).Attributes;
        return attributes == (FileAttributes)(-1) ? null : attributes;
    }

    public bool Exists(string path) => Attributes(path) is not null;

    public FileSystemStream OpenRead(string path) => PlainFile.Open(FileSystem, path);

    /// <summary>Makes a file that was not there, for the owner alone.</summary>
    public FileSystemStream CreateNew(string path, bool isExecutable = false) =>
        FileSystem.FileStream.New(path, Options(FileMode.CreateNew, FileAccess.Write, isExecutable));

    /// <summary>Opens a file that no other process may have open, or makes it, for the owner alone.</summary>
    public FileSystemStream OpenExclusive(string path)
    {
        PlainFile.ThrowIfSpecial(path);
        return FileSystem.FileStream.New(
            path, Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, isExecutable: false));
    }

    /// <summary>
    /// Makes a directory and those above it, for the owner alone; leaves those that are there as they are.
    /// </summary>
    public void CreateDirectory(string path) => OwnedDirectory.Create(FileSystem, path);

    /// <summary>The whole content of a file; null when it is longer than the limit.</summary>
    public byte[]? ReadBounded(string path, long limit) => PlainFile.Read(FileSystem, path, limit);

    /// <summary>Moves a file, a directory or a link as it is, in one step.</summary>
    public void Move(string from, string to)
    {
        if (Attributes(from) is { } attributes && (attributes & FileAttributes.Directory) == 0)
        {
            FileSystem.File.Move(from, to);
        }
        else
        {
            FileSystem.Directory.Move(from, to);
        }
    }

    /// <summary>Deletes a file, a directory with all in it, or a link and not what it leads to.</summary>
    public void Delete(string path)
    {
        switch (Attributes(path))
        {
            case null:
                break;
            case { } attributes when (attributes & FileAttributes.Directory) == 0:
                FileSystem.File.Delete(path);
                break;
            case { } attributes:
                FileSystem.Directory.Delete(path, recursive: (attributes & FileAttributes.ReparsePoint) == 0);
                break;
        }
    }

    /// <summary>The names in a directory; none when there is no such directory.</summary>
    public string[] Names(string directory)
    {
        try
        {
            return [
                .. FileSystem.Directory
                    .EnumerateFileSystemEntries(directory)
                    .Select(path => FileSystem.Path.GetFileName(path)),
            ];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>Replaces a file in one step, or makes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="staged">A path on the same volume that nobody else uses.</param>
    /// <param name="content">The new content.</param>
    public void Replace(string path, string staged, ReadOnlySpan<byte> content)
    {
        using (FileSystemStream stream = CreateNew(staged))
        {
            stream.Write(content);
            Flush(stream);
        }

        FileSystem.File.Move(staged, path, overwrite: true);
        FlushDirectory(FileSystem.Path.GetDirectoryName(path)!);
    }

    /// <summary>Puts a file's content on the disk.</summary>
    public static void Flush(FileSystemStream stream) => stream.Flush(flushToDisk: true);

    /// <summary>Puts the names in a directory on the disk: until then, a power cut can undo a rename.</summary>
    public void FlushDirectory(string path)
    {
        if (FileSystem is IDirectoryFlush known)
        {
            known.FlushDirectory(path);
        }
        else
        {
            UnixDirectory.Flush(path);
        }
    }

    private static FileStreamOptions Options(FileMode mode, FileAccess access, bool isExecutable)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = isExecutable ? OwnedDirectory.DirectoryMode : OwnedDirectory.FileMode;
        }

        return options;
    }
}

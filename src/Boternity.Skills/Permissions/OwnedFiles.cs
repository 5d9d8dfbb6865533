using System.IO.Abstractions;

namespace Boternity.Skills.Permissions;

/// <summary>
/// What is kept below a directory for later, made for the owner alone: what was downloaded may be private, and whoever
/// could write here would choose what is installed. A directory that others can write is not used.
/// </summary>
/// <param name="fileSystem">Holds it.</param>
/// <param name="root">The directory.</param>
/// <param name="tell">Is told once, with the directory that is not used and the reason.</param>
internal sealed class OwnedFiles(IFileSystem fileSystem, string root, Action<string, string> tell)
{
    private const int BufferBytes = 80 * 1024;

    private int _isTold;

    /// <summary>Whether a directory, and those above it up to the root, are nobody else's to write.</summary>
    public bool MayUse(string directory)
    {
        // Another file system than the real one has no such path.
        if (fileSystem is not FileSystem)
        {
            return true;
        }

        for (string? at = directory; at is not null; at = fileSystem.Path.GetDirectoryName(at))
        {
            if (OwnedDirectory.FindProblem(at) is { } problem)
            {
                if (Interlocked.Exchange(ref _isTold, 1) == 0)
                {
                    tell(at, problem);
                }

                return false;
            }

            if (at == root)
            {
                break;
            }
        }

        return true;
    }

    /// <summary>Makes a file that was not there, and the directories above it.</summary>
    public FileSystemStream Create(string path, FileOptions options = FileOptions.None)
    {
        OwnedDirectory.Create(fileSystem, fileSystem.Path.GetDirectoryName(path)!);
        return fileSystem.FileStream.New(path, OwnedDirectory.NewFile(FileAccess.Write, BufferBytes, options));
    }

    /// <summary>Makes a file that was not there, with a content.</summary>
    public void Write(string path, ReadOnlySpan<byte> content)
    {
        using FileSystemStream file = Create(path);
        file.Write(content);
    }
}

using System.IO.Abstractions;

namespace Boternity.Skills.Storage;

/// <summary>Writes a version where nobody looks, and gives it back when all of it is on the disk.</summary>
internal sealed class StagedWriter(StoreDisk disk, StoreLayout layout, string path)
{
    /// <summary>
    /// Files are flushed together, which lets the disk order the work; few enough to stay below the limit for
    /// open files.
    /// </summary>
    private const int Batch = 64;

    private static readonly ParallelOptions Flushing = new() { MaxDegreeOfParallelism = 8 };

    private readonly HashSet<string> _directories = [];
    private readonly List<FileSystemStream> _open = new(Batch);

    private IFileSystem FileSystem => disk.FileSystem;

    /// <summary>Writes the skill's files.</summary>
    public void Write(string contentPath, IReadOnlyList<SkillPackageFile> files, CancellationToken cancellationToken)
    {
        try
        {
            CreateDirectory(contentPath);
            foreach (SkillPackageFile file in files)
            {
                cancellationToken.ThrowIfCancellationRequested();
                string target = layout.FilePath(contentPath, file.Path);
                CreateDirectory(FileSystem.Path.GetDirectoryName(target)!);
                WriteFile(target, file.Content.Span, file.IsExecutable);
            }

            FlushFiles();
        }
        finally
        {
            CloseFiles();
        }
    }

    /// <summary>Writes grants and metadata, which are last, and puts the names of all files on the disk.</summary>
    public void Complete(ReadOnlySpan<byte> metadata, ReadOnlySpan<byte> grants)
    {
        try
        {
            WriteFile(layout.GrantsPath(path), grants, isExecutable: false);
            WriteFile(layout.MetadataPath(path), metadata, isExecutable: false);
            FlushFiles();
        }
        finally
        {
            CloseFiles();
        }

        foreach (string directory in _directories)
        {
            disk.FlushDirectory(directory);
        }
    }

    // CreateNew: should a file system take two paths for one against all checks, the install fails and nothing is
    // overwritten.
    private void WriteFile(string target, ReadOnlySpan<byte> content, bool isExecutable)
    {
        if (_open.Count == Batch)
        {
            FlushFiles();
            CloseFiles();
        }

        FileSystemStream stream = disk.CreateNew(target, isExecutable);
        _open.Add(stream);
        stream.Write(content);
    }

    private void FlushFiles()
    {
        try
        {
            Parallel.ForEach(_open, Flushing, StoreDisk.Flush);
        }
        catch (AggregateException exception)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }

    private void CloseFiles()
    {
        foreach (FileSystemStream stream in _open)
        {
            stream.Dispose();
        }

        _open.Clear();
    }

    private void CreateDirectory(string directory)
    {
        for (string above = directory; above.Length >= path.Length && _directories.Add(above);)
        {
            above = FileSystem.Path.GetDirectoryName(above)!;
        }

        disk.CreateDirectory(directory);
    }
}

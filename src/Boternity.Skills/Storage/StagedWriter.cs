using System.IO.Abstractions;

namespace Boternity.Skills.Storage;

/// <summary>Writes a version where nobody looks, and gives it back when all of it is on the disk.</summary>
internal sealed class StagedWriter(StoreDisk disk, StoreLayout layout, string path)
{
    /// <summary>Files are flushed together, which lets the disk order the work; few enough to stay below the limit for open files.</summary>
    private const int Batch = 64;

    private const UnixFileMode Readers = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private static readonly ParallelOptions s_flushing = new() { MaxDegreeOfParallelism = 8 };

    private readonly HashSet<string> _directories = [];
    private readonly List<FileSystemStream> _open = new(Batch);

    private IFileSystem FileSystem => disk.FileSystem;

    public void Write(StorePlan plan, CancellationToken cancellationToken)
    {
        try
        {
            CreateDirectory(path);
            foreach (SkillPackageFile file in plan.Files)
            {
                cancellationToken.ThrowIfCancellationRequested();
                string target = layout.FilePath(path, file.Path);
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

    /// <summary>Writes the metadata, which is last, and puts the names of all files on the disk.</summary>
    public void Complete(StoreMetadata metadata)
    {
        try
        {
            WriteFile(FileSystem.Path.Combine(path, StoreLayout.MetadataFileName), StoreMetadataReader.Write(metadata), isExecutable: false);
            FlushFiles();
        }
        finally
        {
            CloseFiles();
        }

        foreach (string directory in _directories)
        {
            UnixDirectory.Flush(directory);
        }
    }

    // CreateNew: should a file system take two paths for one against all checks, the install fails and nothing is overwritten.
    private void WriteFile(string target, ReadOnlySpan<byte> content, bool isExecutable)
    {
        if (_open.Count == Batch)
        {
            FlushFiles();
            CloseFiles();
        }

        FileSystemStream stream = FileSystem.FileStream.New(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);
        _open.Add(stream);
        stream.Write(content);
        if (isExecutable && !OperatingSystem.IsWindows())
        {
            UnixFileMode mode = FileSystem.File.GetUnixFileMode(target);
            FileSystem.File.SetUnixFileMode(target, mode | (UnixFileMode)((int)(mode & Readers) >> 2));
        }
    }

    private void FlushFiles()
    {
        try
        {
            Parallel.ForEach(_open, s_flushing, StoreDisk.Flush);
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

        FileSystem.Directory.CreateDirectory(directory);
    }
}

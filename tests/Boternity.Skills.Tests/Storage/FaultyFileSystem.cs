using System.IO.Abstractions;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Boternity.Skills.Storage;

namespace Boternity.Skills.Tests.Storage;

/// <summary>
/// The real file system, with every operation on a disk counted, and one of them failing, or all from one on.
/// </summary>
internal class FaultyFileSystem : IFileSystem, IDirectoryFlush
{
    private readonly FileSystem _real = new();
    private readonly Lock _lock = new();
    private readonly List<string> _log = [];

    public FaultyFileSystem()
    {
        File = Observed<IFile>(_real.File);
        Directory = Observed<IDirectory>(_real.Directory);
        FileInfo = Observed<IFileInfoFactory>(_real.FileInfo);
        DirectoryInfo = Observed<IDirectoryInfoFactory>(_real.DirectoryInfo);
        FileStream = Observed<IFileStreamFactory>(_real.FileStream);
    }

    /// <summary>The operation that fails, from 1; 0 for none.</summary>
    public int FailAt { get; init; }

    /// <summary>Whether everything after it fails too, as when the power is cut.</summary>
    public bool PowerCut { get; init; }

    /// <summary>Whether the failing operation is done all the same.</summary>
    public bool DoneAndFailed { get; init; }

    /// <summary>Is told of each operation before it happens.</summary>
    public Action<string>? Before { get; set; }

    /// <summary>What was done, in order.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_lock)
            {
                return [.. _log];
            }
        }
    }

    public IFile File { get; }

    public IDirectory Directory { get; }

    public IFileInfoFactory FileInfo { get; }

    public IFileStreamFactory FileStream { get; }

    public IPath Path => _real.Path;

    public IDirectoryInfoFactory DirectoryInfo { get; }

    public IDriveInfoFactory DriveInfo => throw new NotSupportedException();

    public IFileSystemWatcherFactory FileSystemWatcher => throw new NotSupportedException();

    public IFileVersionInfoFactory FileVersionInfo => throw new NotSupportedException();

    public IRandomAccess RandomAccess => throw new NotSupportedException();

    // As on the real one, whoever asks is not told when it fails.
    public void FlushDirectory(string path)
    {
        if (!Step($"FlushDirectory {path}"))
        {
            UnixDirectory.Flush(path);
        }
    }

    /// <summary>Counts an operation, and fails it if its turn has come.</summary>
    /// <returns>True when the operation is the one that is to be broken in the middle.</returns>
    internal bool Step(string operation)
    {
        Before?.Invoke(operation);
        lock (_lock)
        {
            _log.Add(operation);
            return FailAt > 0 && (PowerCut ? _log.Count >= FailAt : _log.Count == FailAt);
        }
    }

    private T Observed<T>(T inner)
        where T : class
    {
        T proxy = DispatchProxy.Create<T, Observer>();
        ((Observer)(object)proxy).Attach(inner, this);
        return proxy;
    }

    internal class Observer : DispatchProxy
    {
        private object _inner = null!;
        private FaultyFileSystem _disk = null!;

        public void Attach(object inner, FaultyFileSystem disk) => (_inner, _disk) = (inner, disk);

        protected override object? Invoke(MethodInfo? method, object?[]? arguments)
        {
            if (_inner is IFileInfoFactory or IDirectoryInfoFactory)
            {
                return Call(method!, arguments!);
            }

            string subject = _inner is IFileSystemInfo info ? info.FullName : "";
            bool fails = _disk.Step($"{method!.Name} {subject}{string.Join(" ", arguments!.OfType<string>())}");
            object? result = fails && !_disk.DoneAndFailed ? null
                : _inner is IFileStreamFactory ? OpenStream(arguments!)
                : Call(method, arguments!);
            if (!fails)
            {
                return result;
            }

            (result as IDisposable)?.Dispose();
            throw new IOException($"The disk failed at operation {_disk.FailAt}.");
        }

        private object? Call(MethodInfo method, object?[] arguments)
        {
            try
            {
                object? result = method.Invoke(_inner, arguments);
                return result switch
                {
                    IFileInfo file => _disk.Observed(file),
                    IDirectoryInfo directory => _disk.Observed(directory),
                    Stream => throw new NotSupportedException("Streams come from IFileSystem.FileStream here."),
                    _ => result,
                };
            }
            catch (TargetInvocationException exception)
            {
                ExceptionDispatchInfo.Throw(exception.InnerException!);
                throw;
            }
        }

        private FaultyFileStream OpenStream(object?[] arguments) => new(
            _disk,
            (string)arguments[0]!,
            arguments[1] as FileStreamOptions ?? new FileStreamOptions
            {
                Mode = (FileMode)arguments[1]!,
                Access = (FileAccess)arguments[2]!,
                Share = (FileShare)arguments[3]!,
                BufferSize = (int)arguments[4]!,
            });
    }
}

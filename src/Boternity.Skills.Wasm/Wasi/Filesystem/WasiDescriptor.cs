namespace Boternity.Skills.Wasm.Wasi;

/// <summary><c>wasi:filesystem/types.descriptor</c>: a file or a directory.</summary>
internal sealed class WasiDescriptor : IDisposable
{
    public const ulong Read = 1;
    public const ulong Write = 2;
    public const ulong MutateDirectory = 32;

    private readonly WasiDirectory? _directory;
    private readonly WasiSharedFile? _file;
    private readonly bool _isBorrowed;

    /// <summary>A directory; a preopen stays the host's.</summary>
    public WasiDescriptor(WasiDirectory directory, bool isPreopen)
    {
        _directory = directory;
        _isBorrowed = isPreopen;
    }

    public WasiDescriptor(WasiFile file) => _file = new WasiSharedFile(file);

    public bool IsDirectory => _directory is not null;

    public WasiDirectory Directory => _directory ?? throw new WasiFileException(WasiErrorCode.NotDirectory);

    public WasiSharedFile SharedFile => _file ?? throw new WasiFileException(WasiErrorCode.IsDirectory);

    public WasiFile File => SharedFile.File;

    /// <summary><c>descriptor-flags</c>.</summary>
    public ulong Flags => _directory is not null
        ? Read | (_directory.CanWrite ? MutateDirectory : 0)
        : (File.CanRead ? Read : 0) | (File.CanWrite ? Write : 0);

    public WasiEntry GetEntry() => _directory is not null ? _directory.GetEntry(".") : File.GetEntry();

    public void Dispose()
    {
        _file?.Release();
        if (!_isBorrowed) _directory?.Dispose();
    }
}

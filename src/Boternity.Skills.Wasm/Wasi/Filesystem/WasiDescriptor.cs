using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Filesystem;

/// <summary><c>wasi:filesystem/types.descriptor</c>: a file or a directory.</summary>
internal sealed class WasiDescriptor : HostObject
{
    public const ulong Read = 1;
    public const ulong Write = 2;
    public const ulong MutateDirectory = 32;

    private const long Bytes = 512;

    private readonly IGuestDirectory? _directory;
    private readonly WasiSharedFile? _file;
    private readonly bool _isBorrowed;

    private WasiDescriptor(Guest guest, IGuestDirectory? directory, IGuestFile? file, bool isBorrowed)
        : base(guest, Bytes)
    {
        _directory = directory;
        _file = file is null ? null : new WasiSharedFile(file);
        _isBorrowed = isBorrowed;
    }

    public bool IsDirectory => _directory is not null;

    public IGuestDirectory Directory => _directory ?? throw new GuestFileException(GuestFileError.NotDirectory);

    public WasiSharedFile SharedFile => _file ?? throw new GuestFileException(GuestFileError.IsDirectory);

    public IGuestFile File => SharedFile.File;

    /// <summary><c>descriptor-flags</c>.</summary>
    public ulong Flags => _directory is not null
        ? Read | (_directory.CanWrite ? MutateDirectory : 0)
        : (File.CanRead ? Read : 0) | (File.CanWrite ? Write : 0);

    /// <summary>A descriptor of a directory that stays the host's.</summary>
    public static WasiDescriptor OfPreopen(Guest guest, IGuestDirectory directory) =>
        new(guest, directory, file: null, isBorrowed: true);

    /// <summary>A descriptor that owns the directory.</summary>
    public static WasiDescriptor Of(Guest guest, IGuestDirectory directory) =>
        Own(directory, () => new WasiDescriptor(guest, directory, file: null, isBorrowed: false));

    /// <summary>A descriptor that owns the file.</summary>
    public static WasiDescriptor Of(Guest guest, IGuestFile file) =>
        Own(file, () => new WasiDescriptor(guest, directory: null, file, isBorrowed: false));

    public GuestFileInfo GetInfo() => _directory is not null ? _directory.GetInfo(".") : File.GetInfo();

    public override void Dispose()
    {
        _file?.Release();
        if (!_isBorrowed)
        {
            _directory?.Dispose();
        }

        base.Dispose();
    }

    // Where there is no memory for the descriptor, what it was to own is closed.
    private static WasiDescriptor Own(IDisposable opened, Func<WasiDescriptor> make)
    {
        WasiDescriptor? made = null;
        try
        {
            made = make();
            return made;
        }
        finally
        {
            if (made is null)
            {
                opened.Dispose();
            }
        }
    }
}

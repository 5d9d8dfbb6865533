using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Wasi.Filesystem;

namespace Boternity.Skills.Wasm.Wasi.Preview1;

/// <summary>
/// What a file descriptor of preview 1 stands for: standard input, an output, or a file or directory.
/// </summary>
internal sealed class Preview1File : IDisposable
{
    /// <summary>Whether it is standard input.</summary>
    public bool IsInput { get; private init; }

    /// <summary>What takes standard output or error; null for anything else.</summary>
    public OutputCapture? Output { get; private init; }

    /// <summary>The file or directory; null for the standard streams.</summary>
    public WasiDescriptor? Descriptor { get; init; }

    /// <summary>The path that the guest knows a preopen by.</summary>
    public string? PreopenPath { get; init; }

    /// <summary>The flags that the guest set.</summary>
    public Preview1FileFlags Flags { get; set; }

    /// <summary>The rights that the guest gave up.</summary>
    public Preview1Rights Dropped { get; set; }

    /// <summary>The rights that it gave up for what is opened below.</summary>
    public Preview1Rights DroppedBelow { get; set; }

    /// <summary>Where the next read or write begins.</summary>
    public long Position { get; set; }

    /// <summary>The entries as the last reading from the start found them.</summary>
    public WasiDirectoryListing? Entries { get; set; }

    /// <exception cref="GuestFileException">It is not a file.</exception>
    public IGuestFile File => Descriptor is { } descriptor
        ? descriptor.File
        : throw new GuestFileException(GuestFileError.BadDescriptor);

    /// <exception cref="GuestFileException">It is not a directory.</exception>
    public IGuestDirectory Directory => Descriptor is { } descriptor
        ? descriptor.Directory
        : throw new GuestFileException(GuestFileError.NotDirectory);

    /// <summary>Whether the guest still has rights.</summary>
    public bool Allows(Preview1Rights rights) => (Dropped & rights) == 0;

    public static Preview1File OfInput() => new() { IsInput = true };

    public static Preview1File OfOutput(OutputCapture output) => new() { Output = output };

    public void Dispose()
    {
        Descriptor?.Dispose();
        Entries?.Dispose();
    }
}

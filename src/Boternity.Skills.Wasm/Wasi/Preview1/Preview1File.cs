namespace Boternity.Skills.Wasm.Wasi;

/// <summary>What a file descriptor of preview 1 stands for: standard input, an output, or a file or directory.</summary>
internal sealed class Preview1File
{
    public Preview1File(WasiMemoryInput input) => Input = input;

    public Preview1File(WasiCapture output) => Output = output;

    public Preview1File(WasiDescriptor descriptor, string? preopenPath = null, bool appends = false)
    {
        Descriptor = descriptor;
        PreopenPath = preopenPath;
        Appends = appends;
    }

    public WasiMemoryInput? Input { get; }

    public WasiCapture? Output { get; }

    public WasiDescriptor? Descriptor { get; }

    /// <summary>The path that the guest knows a preopen by.</summary>
    public string? PreopenPath { get; }

    public bool Appends { get; set; }

    /// <summary>Where the next read or write begins.</summary>
    public long Position { get; set; }

    /// <summary>The entries as the last reading from the start found them.</summary>
    public Preview1Listing? Entries { get; set; }

    /// <exception cref="WasiFileException">It is not a file.</exception>
    public WasiFile File => Descriptor is { } descriptor ? descriptor.File : throw new WasiFileException(WasiErrorCode.BadDescriptor);

    /// <exception cref="WasiFileException">It is not a directory.</exception>
    public WasiDirectory Directory => Descriptor is { } descriptor ? descriptor.Directory : throw new WasiFileException(WasiErrorCode.NotDirectory);
}

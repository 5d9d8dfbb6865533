namespace Boternity.Skills.Wasm.Wasi;

/// <summary>What WASI gives one invocation. As it is made it gives nothing away: no environment, arguments, files or network; clocks and randomness work.</summary>
internal sealed class WasiContext
{
    /// <summary>The environment variables that the guest sees.</summary>
    /// <value>None.</value>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>The arguments, with the program's name first.</summary>
    /// <value>None.</value>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Standard input.</summary>
    /// <value>Empty.</value>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>Standard input as the one stream that all who ask for it share.</summary>
    public WasiMemoryInput InputStream => field ??= new WasiMemoryInput(Input);

    /// <summary>Takes standard output.</summary>
    /// <value>Keeps the first MiB.</value>
    public WasiCapture Output { get; init; } = new(1 << 20, WasiCaptureEnd.First);

    /// <summary>Takes standard error.</summary>
    /// <value>Keeps the last 64 KiB.</value>
    public WasiCapture ErrorOutput { get; init; } = new(64 << 10, WasiCaptureEnd.Last);

    /// <summary>What the clocks show.</summary>
    /// <value>The system's clocks.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where random bytes come from.</summary>
    /// <value>The system's generator.</value>
    public WasiRandom Random { get; init; } = new();

    /// <summary>The directories that the guest finds open, each with the path that it knows it by. They stay the host's to dispose of.</summary>
    /// <value>None.</value>
    public IReadOnlyList<(string GuestPath, WasiDirectory Directory)> Preopens { get; init; } = [];

    /// <summary>Sends HTTP requests; null denies each.</summary>
    /// <value>Null.</value>
    public IWasiHttp? Http { get; init; }
}

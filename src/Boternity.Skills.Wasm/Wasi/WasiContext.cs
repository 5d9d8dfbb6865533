namespace Boternity.Skills.Wasm.Wasi;

/// <summary>What WASI gives one invocation. As it is made it gives nothing away: no environment, arguments, files or network; clocks and randomness work.</summary>
internal sealed class WasiContext
{
    private const long MaxHeldBytes = 64 << 20;

    private readonly long _start = TimeProvider.System.GetTimestamp();
    private long _held;

    /// <summary>Gives the environment variables that the guest sees; asked for when the guest first looks.</summary>
    /// <value>None.</value>
    public Func<IReadOnlyList<KeyValuePair<string, string>>> ListEnvironment { private get; init; } = static () => [];

    public IReadOnlyList<KeyValuePair<string, string>> Environment => field ??= ListEnvironment();

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
    public TimeProvider Time
    {
        get;
        init
        {
            field = value;
            _start = value.GetTimestamp();
        }
    } = TimeProvider.System;

    /// <summary>The monotonic clock, in nanoseconds from the invocation's start: how long the host is up is none of the guest's business.</summary>
    public ulong Monotonic => WasiClocks.ToNanoseconds(Time.GetTimestamp() - _start, Time.TimestampFrequency);

    /// <summary>Where random bytes come from.</summary>
    /// <value>The system's generator.</value>
    public WasiRandom Random { get; init; } = new();

    /// <summary>
    /// Gives the directories that the guest finds open, each with the path that it knows it by; asked for when the guest first looks. They stay the
    /// host's to dispose of.
    /// </summary>
    /// <value>None.</value>
    public Func<IReadOnlyList<(string GuestPath, WasiDirectory Directory)>> OpenDirectories { private get; init; } = static () => [];

    public IReadOnlyList<(string GuestPath, WasiDirectory Directory)> Preopens => field ??= OpenDirectories();

    /// <summary>Sends HTTP requests; null denies each.</summary>
    /// <value>Null.</value>
    public IWasiHttp? Http { get; init; }

    /// <summary>Accounts for memory of the host's that the guest's resources take; negative where it is given back.</summary>
    /// <exception cref="WasmTrapException">All of them take too much.</exception>
    public void Hold(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) > MaxHeldBytes) throw new WasmTrapException(TrapCode.Host, $"resources take more than {MaxHeldBytes} bytes of the host");
    }

    /// <summary>The file descriptors of preview 1.</summary>
    public Preview1Files Files => field ??= new Preview1Files(this);
}

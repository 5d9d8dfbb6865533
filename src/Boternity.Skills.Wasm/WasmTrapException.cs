namespace Boternity.Skills.Wasm;

/// <summary>The guest was stopped. The instance may be left half changed; it should not be called again.</summary>
internal sealed class WasmTrapException : WasmException
{
    private WasmBacktrace _backtrace = WasmBacktrace.Empty;

    public WasmTrapException(TrapCode code)
        : base(TrapCodes.Describe(code)) => Code = code;

    public WasmTrapException(TrapCode code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    public TrapCode Code { get; }

    /// <summary>The wasm frames that were active, innermost first.</summary>
    public WasmBacktrace Backtrace => _backtrace;

    /// <summary>
    /// Gets or sets how many bytes of function bodies may still be read to tell where in them the guest was.
    /// </summary>
    internal int BodyBytesLeft { get; set; } = 256 << 10;

    /// <summary>
    /// Gets the functions whose bodies were looked at for that, each with what was found: null for one that was too
    /// much. A trap passes one that calls itself through the host many times.
    /// </summary>
    internal Dictionary<object, int[]?> OffsetMaps { get; } = [];

    /// <summary>Adds the frames of a run of the guest that the trap passes through on its way out.</summary>
    internal void Append(IReadOnlyList<WasmFrame> frames) => _backtrace = _backtrace.Append(frames);
}

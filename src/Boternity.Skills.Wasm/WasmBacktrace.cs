namespace Boternity.Skills.Wasm;

/// <summary>The wasm frames active at a trap, innermost first. Of very deep stacks the outermost are left
/// out.</summary>
internal sealed class WasmBacktrace
{
    /// <summary>How many frames a backtrace keeps at most.</summary>
    public const int MaxFrames = 64;

    public static readonly WasmBacktrace Empty = new([]);

    private readonly WasmFrame[] _frames;

    private WasmBacktrace(WasmFrame[] frames) => _frames = frames;

    public IReadOnlyList<WasmFrame> Frames => _frames;

    public WasmBacktrace Append(IReadOnlyList<WasmFrame> frames) =>
        _frames.Length >= MaxFrames ? this : new([.. _frames, .. frames.Take(MaxFrames - _frames.Length)]);

    public override string ToString() =>
        string.Join(Environment.NewLine, _frames.Select((frame, i) => $"  {i}: {frame}"));
}

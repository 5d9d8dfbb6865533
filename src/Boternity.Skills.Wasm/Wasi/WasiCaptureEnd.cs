namespace Boternity.Skills.Wasm.Wasi;

/// <summary>Which bytes a capture keeps when there are more than it may hold.</summary>
internal enum WasiCaptureEnd
{
    First,
    Last,

    /// <summary>All: more than the limit ends the run.</summary>
    All,
}

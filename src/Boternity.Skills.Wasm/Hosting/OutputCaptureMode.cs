namespace Boternity.Skills.Wasm.Hosting;

/// <summary>Which bytes a capture keeps when there are more than it may hold.</summary>
internal enum OutputCaptureMode
{
    First,
    Last,

    /// <summary>All: more than the limit ends the run.</summary>
    All,
}

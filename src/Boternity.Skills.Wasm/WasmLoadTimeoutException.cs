namespace Boternity.Skills.Wasm;

/// <summary>Decoding and validating a binary took longer than it may.</summary>
/// <param name="limit">The time it had.</param>
internal sealed class WasmLoadTimeoutException(TimeSpan limit)
    : WasmException($"loading took longer than {limit.TotalMilliseconds:N0} ms")
{
    /// <summary>The time it had.</summary>
    public TimeSpan Limit { get; } = limit;
}

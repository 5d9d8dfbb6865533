namespace Boternity.Skills.Wasm.Wasi;

/// <summary>A file operation failed. The guest gets the code.</summary>
internal sealed class WasiFileException(WasiErrorCode code, string? message = null, Exception? inner = null) : Exception(message ?? code.ToString(), inner)
{
    public WasiErrorCode Code { get; } = code;
}

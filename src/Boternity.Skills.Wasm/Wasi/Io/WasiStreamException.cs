namespace Boternity.Skills.Wasm.Wasi.Io;

/// <summary>A stream's last operation failed. The guest gets it as the <c>last-operation-failed</c> case.</summary>
internal sealed class WasiStreamException(WasiError error) : Exception(error.Message)
{
    public WasiError Error { get; } = error;
}

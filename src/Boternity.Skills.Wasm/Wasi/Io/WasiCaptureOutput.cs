namespace Boternity.Skills.Wasm.Wasi;

/// <summary>Standard output or error.</summary>
internal sealed class WasiCaptureOutput(WasiCapture capture) : WasiOutputStream
{
    public override void Write(ReadOnlySpan<byte> bytes) => capture.Write(bytes);
}

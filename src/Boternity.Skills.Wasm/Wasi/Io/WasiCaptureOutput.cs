using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Io;

/// <summary>Standard output or error.</summary>
internal sealed class WasiCaptureOutput(Guest guest, OutputCapture capture) : WasiOutputStream(guest)
{
    public override void Write(ReadOnlySpan<byte> bytes) => capture.Write(bytes);
}

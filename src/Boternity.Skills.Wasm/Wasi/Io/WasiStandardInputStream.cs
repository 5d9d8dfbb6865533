using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Io;

/// <summary>A handle to standard input.</summary>
internal sealed class WasiStandardInputStream(Guest guest) : WasiInputStream(guest)
{
    public override int Read(Span<byte> buffer)
    {
        WasiStandardInput input = WasiStandardInput.State.Of(Guest);
        return input.IsAtEnd ? -1 : input.Read(buffer);
    }
}

using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Wasi.Io;

namespace Boternity.Skills.Wasm.Wasi.Http;

/// <summary>The stream of an <c>incoming-body</c>.</summary>
internal sealed class WasiIncomingBodyStream(Guest guest, WasiIncomingBody body) : WasiInputStream(guest)
{
    public override int Read(Span<byte> buffer) => body.Read(buffer);

    public override WasiPollable Subscribe() => body.Subscribe();
}

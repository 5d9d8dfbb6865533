using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Wasi.Io;

namespace Boternity.Skills.Wasm.Wasi.Http;

/// <summary>The stream of an <c>outgoing-body</c>. It is closed once the body was finished or dropped.</summary>
internal sealed class WasiOutgoingBodyStream(Guest guest, WasiOutgoingContent content) : WasiOutputStream(guest)
{
    public override bool IsClosed => content.IsFinished;

    public override void Write(ReadOnlySpan<byte> bytes) => content.Write(bytes);
}

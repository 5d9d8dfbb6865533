using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Http;

/// <summary><c>wasi:http/types.outgoing-body</c>.</summary>
internal sealed class WasiOutgoingBody(Guest guest, WasiOutgoingContent content) : HostObject(guest, Bytes)
{
    private const long Bytes = 192;

    public WasiOutgoingContent Content { get; } = content;

    /// <summary>Whether the stream was already taken.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Without <c>finish</c>, dropping it gives the body up.</summary>
    public override void Dispose()
    {
        Content.Finish(isComplete: false);
        base.Dispose();
    }
}

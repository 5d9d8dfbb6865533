using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Http;

/// <summary><c>wasi:http/types.outgoing-response</c>. A guest can make one; there is nobody to send it to.</summary>
internal sealed class WasiOutgoingResponse(Guest guest, WasiFields headers) : HostObject(guest, Bytes)
{
    private const long Bytes = 256;

    /// <summary>The headers, which the response owns.</summary>
    public WasiFields Headers { get; } = headers;

    public ushort Status { get; set; } = 200;

    public bool IsBodyTaken { get; set; }

    public override void Dispose()
    {
        Headers.Dispose();
        base.Dispose();
    }
}

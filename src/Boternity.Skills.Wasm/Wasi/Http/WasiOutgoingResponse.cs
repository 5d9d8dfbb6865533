namespace Boternity.Skills.Wasm.Wasi;

/// <summary><c>wasi:http/types.outgoing-response</c>. A guest can make one; there is nobody to send it to.</summary>
internal sealed class WasiOutgoingResponse(WasiFields headers)
{
    public WasiFields Headers { get; } = headers;

    public ushort Status { get; set; } = 200;

    public bool IsBodyTaken { get; set; }
}

namespace Boternity.Skills.Wasm.Wasi;

/// <summary><c>wasi:http/types.incoming-response</c>.</summary>
internal sealed class WasiIncomingResponse(WasiHttpResponse response) : IDisposable
{
    public WasiHttpResponse Response { get; } = response;

    public WasiFields Headers { get; } = new(response.Headers);

    /// <summary>Whether the body was taken, and with it the care for the connection.</summary>
    public bool IsConsumed { get; set; }

    public void Dispose()
    {
        if (!IsConsumed) Response.Dispose();
    }
}

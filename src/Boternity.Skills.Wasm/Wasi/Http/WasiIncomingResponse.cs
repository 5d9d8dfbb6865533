using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Http;

/// <summary><c>wasi:http/types.incoming-response</c>.</summary>
internal sealed class WasiIncomingResponse(Guest guest, WasiExchange exchange) : HostObject(guest, Bytes)
{
    private const long Bytes = 128;

    public IGuestHttpResponse Response => exchange.Response!;

    /// <summary>Whether the body was taken, and with it the care for the exchange.</summary>
    public bool IsConsumed { get; private set; }

    public WasiIncomingBody Consume()
    {
        var body = new WasiIncomingBody(Guest, exchange);
        IsConsumed = true;
        return body;
    }

    public override void Dispose()
    {
        if (!IsConsumed)
        {
            exchange.Dispose();
        }

        base.Dispose();
    }
}

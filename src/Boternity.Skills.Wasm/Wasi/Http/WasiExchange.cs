using Boternity.Skills.Wasm.Guests;
using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Http;

/// <summary>
/// A request on its way, and its answer. The future, the response and the body hold it one after the other; whoever has
/// it last disposes of it.
/// </summary>
internal sealed class WasiExchange : IDisposable
{
    // What an exchange takes on the host's side: the headers of both ways, and the connection's buffers.
    private const long BaseBytes = 64 << 10;

    private readonly HostMemoryCharge _charge;

    /// <exception cref="WasmTrapException">The run's memory limit does not allow it.</exception>
    public WasiExchange(Guest guest, GuestHttpRequest request)
    {
        _charge = new HostMemoryCharge(guest.Memory);
        _charge.Add(
            BaseBytes
                + ((request.Url.Length + request.Headers.Sum(header => header.Key.Length + header.Value.Length)) * 2L));
    }

    /// <summary>The answer, when it is there.</summary>
    public IGuestHttpResponse? Response { get; set; }

    /// <summary>Any thread may call it, and more than once.</summary>
    public void Dispose()
    {
        Response?.Dispose();
        _charge.ReleaseAll();
    }
}

using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Http;

/// <summary><c>wasi:http/types.future-trailers</c>: there never are any.</summary>
internal sealed class WasiFutureTrailers(Guest guest) : HostObject(guest, Bytes)
{
    private const long Bytes = 96;

    public bool IsTaken { get; set; }
}

using Boternity.Skills.Wasm.Hosting;

namespace Boternity.Skills.Wasm.Wasi.Sockets;

/// <summary><c>wasi:sockets/network</c>'s resource. It opens nothing.</summary>
internal sealed class WasiNetwork(Guest guest) : HostObject(guest, Bytes)
{
    private const long Bytes = 64;
}

namespace Boternity.Skills.Wasm.Wasi;

/// <summary><c>wasi:sockets/network.network</c>: a handle that opens nothing.</summary>
internal sealed class WasiNetwork;

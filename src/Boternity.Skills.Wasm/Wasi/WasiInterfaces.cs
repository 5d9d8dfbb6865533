using Boternity.Skills.Wasm.Hosting;
using Boternity.Skills.Wasm.Wasi.Cli;
using Boternity.Skills.Wasm.Wasi.Clocks;
using Boternity.Skills.Wasm.Wasi.Filesystem;
using Boternity.Skills.Wasm.Wasi.Http;
using Boternity.Skills.Wasm.Wasi.Io;
using Boternity.Skills.Wasm.Wasi.Random;
using Boternity.Skills.Wasm.Wasi.Sockets;

namespace Boternity.Skills.Wasm.Wasi;

/// <summary>
/// All of WASI 0.2, as definitions that any engine binds. What a guest reaches through them is in its
/// <see cref="Guest"/>; they are the same for all.
/// </summary>
internal static class WasiInterfaces
{
    public static void Define(HostDefinitions definitions)
    {
        WasiIo.Define(definitions);
        WasiStreams.Define(definitions);
        WasiClocks.Define(definitions);
        WasiRandom.Define(definitions);
        WasiCli.Define(definitions);
        WasiFilesystem.Define(definitions);
        WasiSockets.Define(definitions);
        WasiHttp.Define(definitions);
    }
}

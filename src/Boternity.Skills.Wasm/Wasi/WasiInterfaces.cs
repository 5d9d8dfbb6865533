using Boternity.Skills.Wasm.Components.Hosting;

namespace Boternity.Skills.Wasm.Wasi;

/// <summary>All of WASI 0.2 for a linker. What it gives is in each invocation's <see cref="WasiContext"/>; the definitions are the same for all.</summary>
internal static class WasiInterfaces
{
    public static ComponentLinker Define(ComponentLinker linker)
    {
        WasiIo.Define(linker);
        WasiStreams.Define(linker);
        WasiClocks.Define(linker);
        WasiRandomInterfaces.Define(linker);
        WasiCli.Define(linker);
        WasiFilesystem.Define(linker);
        WasiSockets.Define(linker);
        WasiHttp.Define(linker);
        return linker;
    }
}

using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Wasmtime.Tests.Guide;

/// <summary>The code of docs/guide/wasmtime.md.</summary>
internal static class WasmtimeGuide
{
    public static void Use(IServiceCollection services)
    {
        // begin use
        services.AddBoternitySkills().UseWasmtime();
        // end use
    }

    public static void UseWithFallback(IServiceCollection services)
    {
        // begin fallback
        services.AddBoternitySkills().UseWasmtime(options => options.Fallback = WasmtimeFallback.UsePreviousEngine);
        // end fallback
    }
}

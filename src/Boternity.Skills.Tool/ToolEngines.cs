using Microsoft.Extensions.DependencyInjection;

namespace Boternity.Skills.Tool;

/// <summary>The engines that a command can name with <c>--engine</c>.</summary>
internal static class ToolEngines
{
    /// <summary>The library's own.</summary>
    public const string Default = "managed";

    private const string Wasmtime = "wasmtime";

    private static readonly Dictionary<string, Action<IBoternitySkillsBuilder>> Engines = new(StringComparer.Ordinal)
    {
        [Default] = static _ => { },
        [Wasmtime] = static builder => builder.UseWasmtime(),
    };

    public static IEnumerable<string> Names => Engines.Keys;

    /// <summary>Registers an engine; null means the default.</summary>
    public static void Use(IBoternitySkillsBuilder builder, string? name) => Engines[name ?? Default](builder);
}

using Boternity.Skills.Wasm.Embedding;

namespace Boternity.Skills.Testing;

/// <summary>The ways to execute code that must not differ in anything but time.</summary>
internal static class Tier
{
    public const string Interpreted = "interpreted";
    public const string Compiled = "compiled";
    public const string Mixed = "mixed";

    public static readonly string[] Names = [Interpreted, Compiled, Mixed];

    /// <summary>An engine's options. The mixed ones change over early and often, in the middle of calls too; all of
    /// them at the same place each time.</summary>
    public static EngineOptions OptionsOf(string name) => name switch
    {
        Interpreted => new EngineOptions { CompilesHotCode = false },
        Compiled => new EngineOptions { HotCalls = 0, HotIterations = 1, CompilesInBackground = false },
        Mixed => new EngineOptions { HotCalls = 2, HotIterations = 3, CompilesInBackground = false },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such tier."),
    };
}

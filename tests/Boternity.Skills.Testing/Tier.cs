using Boternity.Skills.Wasm.Embedding;

namespace Boternity.Skills.Testing;

/// <summary>The ways to execute code that must not differ in anything but time.</summary>
internal static class Tier
{
    public const string Interpreted = "interpreted";
    public const string Compiled = "compiled";
    public const string Mixed = "mixed";

    /// <summary>Every function is compiled as a large one is: in pieces, all of them before its first call.</summary>
    public const string Pieces = "pieces";

    /// <summary>As <see cref="Pieces"/>, and only those pieces that were executed, as soon as they were.</summary>
    public const string MixedPieces = "mixed pieces";

    public static readonly string[] Names = [Interpreted, Compiled, Mixed];

    /// <summary>An engine's options. The mixed ones change over early and often, in the middle of calls too; all of
    /// them at the same place each time.</summary>
    public static EngineOptions OptionsOf(string name) => name switch
    {
        Interpreted => new EngineOptions { CompilesHotCode = false },
        Compiled => new EngineOptions { HotCalls = 0, HotIterations = 1, CompilesInBackground = false },
        Mixed => new EngineOptions { HotCalls = 2, HotIterations = 3, CompilesInBackground = false },
        Pieces => OptionsOf(Compiled) with { MaxWholeBytes = 0, MaxRegionWeight = 100 },
        MixedPieces => OptionsOf(Mixed) with { MaxWholeBytes = 0, MaxRegionWeight = 200 },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such tier."),
    };
}

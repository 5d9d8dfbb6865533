namespace Boternity.Skills.Wasm.Components;

/// <summary>What a component may use beyond the ungated part of the specification.</summary>
[Flags]
internal enum ComponentFeatures
{
    None = 0,

    /// <summary>
    /// More than 32 flags in a <c>flags</c> type, as earlier versions of the specification had it and bindings
    /// generators still emit.
    /// </summary>
    ManyFlags = 1,

    /// <summary>All that is implemented.</summary>
    All = ManyFlags,
}

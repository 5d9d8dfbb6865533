using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Validation;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>
/// What all scopes of one binary share while it is decoded: what it may use, and what is counted against the limits.
/// </summary>
internal sealed class DecodeContext(
    WasmFeatures coreFeatures,
    ComponentFeatures features,
    long binaryLength,
    LoadClock clock,
    ModuleFindings findings)
{
    private int _modules;
    private int _types;

    /// <summary>What core modules may use.</summary>
    public WasmFeatures CoreFeatures { get; } = coreFeatures;

    public ComponentFeatures Features { get; } = features;

    /// <summary>Validates core modules.</summary>
    public ModuleFindings Findings { get; } = findings;

    public TypeWork Work { get; } = new(binaryLength, clock);

    public LoadClock Clock { get; } = clock;

    /// <summary>Advances the clock by what a definition took in the binary.</summary>
    public void CountBytes(long bytes) => Clock.Advance((int)Math.Min(bytes, int.MaxValue));

    public void CountModule(long offset)
    {
        if (++_modules > ComponentLimits.MaxModules)
        {
            throw new WasmValidationException(
                $"more than {ComponentLimits.MaxModules} modules and components in a binary", offset);
        }
    }

    public void CountType(long offset)
    {
        if (++_types > ComponentLimits.MaxTypes)
        {
            throw new WasmValidationException($"more than {ComponentLimits.MaxTypes} types in a binary", offset);
        }
    }
}

using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>
/// What all scopes of one binary share while it is decoded: what it may use, and what is counted against the limits.
/// </summary>
internal sealed class DecodeContext(WasmFeatures coreFeatures, ComponentFeatures features, long binaryLength)
{
    private int _modules;
    private int _types;

    /// <summary>What core modules may use.</summary>
    public WasmFeatures CoreFeatures { get; } = coreFeatures;

    public ComponentFeatures Features { get; } = features;

    public TypeWork Work { get; } = new(binaryLength);

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

using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>Refuses what the module's features do not include, by the proposal's name.</summary>
internal static class FeatureCheck
{
    /// <exception cref="WasmUnsupportedException">The feature is not switched on.</exception>
    public static void Require(ModuleDefinition module, WasmFeatures feature, string detail, long offset)
    {
        if ((module.Features & feature) != feature)
        {
            throw new WasmUnsupportedException(Proposals.NameOf(feature), detail, offset);
        }
    }
}

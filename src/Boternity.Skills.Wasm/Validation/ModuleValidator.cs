using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Validation;

/// <summary>Finds out whether a decoded module is valid (core specification, chapter 3).</summary>
internal static class ModuleValidator
{
    public static void Validate(ModuleDefinition module) => throw new NotImplementedException();
}

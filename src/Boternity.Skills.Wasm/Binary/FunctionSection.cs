using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>The function section (core specification, section 5.5.6): the types of the functions whose bodies the code
/// section has.</summary>
internal static class FunctionSection
{
    public static void Read(ref WasmReader reader, ModuleDefinition module, LoadClock clock)
    {
        int count = reader.ReadCount(WasmLimits.Functions, "function");
        int total = count + module.ImportedFunctionCount;
        if (total > WasmLimits.Functions)
        {
            reader.ThrowFormat($"function count {total} exceeds the limit of {WasmLimits.Functions}");
        }

        clock.Advance(count);
        var types = new int[total];
        module.FunctionTypes.CopyTo(types, 0);
        for (int i = module.ImportedFunctionCount; i < total; i++)
        {
            types[i] = reader.ReadIndex(module.Types.Length, "type");
        }

        module.FunctionTypes = types;
    }
}

using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>The global section (core specification, section 5.5.9).</summary>
internal static class GlobalSection
{
    public static void Read(ref WasmReader reader, ModuleDefinition module, LoadClock clock)
    {
        int count = reader.ReadCount(WasmLimits.Globals, "global", elementBytes: 3);
        var globals = new GlobalDefinition[count];
        var types = new GlobalType[module.ImportedGlobalCount + count];
        module.GlobalTypes.CopyTo(types, 0);
        for (int i = 0; i < count; i++)
        {
            GlobalType type = ExternTypeDecoding.ReadGlobal(ref reader, module);
            globals[i] = new GlobalDefinition(type, ConstExprDecoding.Read(ref reader, module, clock));
            types[module.ImportedGlobalCount + i] = type;
        }

        module.Globals = globals;
        module.GlobalTypes = types;
    }
}

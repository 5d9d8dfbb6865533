using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>The table section (core specification, section 5.5.7).</summary>
internal static class TableSection
{
    public static void Read(ref WasmReader reader, ModuleDefinition module, LoadClock clock)
    {
        int count = reader.ReadCount(WasmLimits.Tables, "table", elementBytes: 3);
        clock.Advance(count);
        var tables = new TableType[count];
        for (int i = 0; i < count; i++)
        {
            tables[i] = ExternTypeDecoding.ReadTable(ref reader, module);
        }

        module.Tables = [.. module.Tables, .. tables];
    }
}

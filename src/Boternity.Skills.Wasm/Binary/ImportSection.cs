using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>The import section (core specification, section 5.5.5): fills the front of every index space.</summary>
internal static class ImportSection
{
    private const byte TagKind = 4;

    public static void Read(ref WasmReader reader, ModuleDefinition module, LoadClock clock)
    {
        int count = reader.ReadCount(WasmLimits.Imports, "import", elementBytes: 4);
        var imports = new Import[count];
        var functions = new List<int>();
        var tables = new List<TableType>();
        var memories = new List<MemoryType>();
        var globals = new List<GlobalType>();
        for (int i = 0; i < count; i++)
        {
            int start = reader.Position;
            string from = reader.ReadName();
            string name = reader.ReadName();
            clock.Advance(64 + reader.Position - start);
            long offset = reader.Offset;
            byte kind = reader.ReadByte();
            int index;
            switch (kind)
            {
                case (byte)ExternKind.Function:
                    index = functions.Count;
                    functions.Add(reader.ReadIndex(module.Types.Length, "type"));
                    break;
                case (byte)ExternKind.Table:
                    index = tables.Count;
                    tables.Add(ExternTypeDecoding.ReadTable(ref reader, module));
                    break;
                case (byte)ExternKind.Memory:
                    index = memories.Count;
                    memories.Add(ExternTypeDecoding.ReadMemory(ref reader, module, memories.Count));
                    break;
                case (byte)ExternKind.Global:
                    index = globals.Count;
                    globals.Add(ExternTypeDecoding.ReadGlobal(ref reader, module));
                    break;
                case TagKind:
                    throw new WasmUnsupportedException(Proposals.ExceptionHandling, "imported tag", offset);
                default:
                    throw new WasmFormatException("malformed import kind", offset);
            }

            imports[i] = new Import(from, name, (ExternKind)kind, index);
        }

        module.Imports = imports;
        module.FunctionTypes = [.. functions];
        module.ImportedFunctionCount = functions.Count;
        module.Tables = [.. tables];
        module.ImportedTableCount = tables.Count;
        module.Memories = [.. memories];
        module.ImportedMemoryCount = memories.Count;
        module.GlobalTypes = [.. globals];
        module.ImportedGlobalCount = globals.Count;
    }
}

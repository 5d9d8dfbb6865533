using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <content>The import section: fills the front of every index space.</content>
internal sealed partial class ModuleDecoder
{
    private void DecodeImports(ref WasmReader reader)
    {
        int count = reader.ReadCount(WasmLimits.Imports, "import", elementBytes: 4);
        var imports = new Import[count];
        var functions = new List<int>();
        var tables = new List<TableType>();
        var memories = new List<MemoryType>();
        var globals = new List<GlobalType>();
        for (int i = 0; i < count; i++)
        {
            string module = reader.ReadName();
            string name = reader.ReadName();
            long offset = reader.Offset;
            byte kind = reader.ReadByte();
            int index;
            switch (kind)
            {
                case (byte)ExternKind.Function:
                    index = functions.Count;
                    functions.Add(ReadIndex(ref reader, _module.Types.Length, "type"));
                    break;
                case (byte)ExternKind.Table:
                    index = tables.Count;
                    tables.Add(ReadTableType(ref reader));
                    break;
                case (byte)ExternKind.Memory:
                    index = memories.Count;
                    memories.Add(ReadMemoryType(ref reader, memories.Count));
                    break;
                case (byte)ExternKind.Global:
                    index = globals.Count;
                    globals.Add(ReadGlobalType(ref reader));
                    break;
                case 4:
                    throw new WasmUnsupportedException(Proposals.ExceptionHandling, "imported tag", offset);
                default:
                    throw new WasmFormatException("malformed import kind", offset);
            }

            imports[i] = new Import(module, name, (ExternKind)kind, index);
        }

        _module.Imports = imports;
        _module.FunctionTypes = [.. functions];
        _module.ImportedFunctionCount = functions.Count;
        _module.Tables = [.. tables];
        _module.ImportedTableCount = tables.Count;
        _module.Memories = [.. memories];
        _module.ImportedMemoryCount = memories.Count;
        _module.GlobalTypes = [.. globals];
        _module.ImportedGlobalCount = globals.Count;
    }
}

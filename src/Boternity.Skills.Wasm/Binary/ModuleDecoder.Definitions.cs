using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <content>Functions, tables, memories, globals and exports.</content>
internal sealed partial class ModuleDecoder
{
    private void DecodeFunctions(ref WasmReader reader)
    {
        int count = reader.ReadCount(WasmLimits.Functions, "function");
        _definedFunctions = new int[count];
        if (count + _module.ImportedFunctionCount > WasmLimits.Functions)
        {
            reader.ThrowFormat(
                $"function count {count + _module.ImportedFunctionCount} exceeds the limit of {WasmLimits.Functions}");
        }

        for (int i = 0; i < count; i++)
        {
            _definedFunctions[i] = ReadIndex(ref reader, _module.Types.Length, "type");
        }

        _module.FunctionTypes = [.. _module.FunctionTypes, .. _definedFunctions];
    }

    private void DecodeTables(ref WasmReader reader)
    {
        int count = reader.ReadCount(WasmLimits.Tables, "table", elementBytes: 3);
        var tables = new TableType[count];
        for (int i = 0; i < count; i++)
        {
            tables[i] = ReadTableType(ref reader);
        }

        _module.Tables = [.. _module.Tables, .. tables];
    }

    private void DecodeMemories(ref WasmReader reader)
    {
        int count = reader.ReadCount(WasmLimits.Memories, "memory", elementBytes: 2);
        var memories = new MemoryType[count];
        for (int i = 0; i < count; i++)
        {
            memories[i] = ReadMemoryType(ref reader, _module.ImportedMemoryCount + i);
        }

        _module.Memories = [.. _module.Memories, .. memories];
    }

    private void DecodeGlobals(ref WasmReader reader)
    {
        int count = reader.ReadCount(WasmLimits.Globals, "global", elementBytes: 3);
        var globals = new GlobalDefinition[count];
        for (int i = 0; i < count; i++)
        {
            GlobalType type = ReadGlobalType(ref reader);
            globals[i] = new GlobalDefinition(type, ReadConstExpr(ref reader));
        }

        _module.Globals = globals;
        _module.GlobalTypes = [.. _module.GlobalTypes, .. globals.Select(g => g.Type)];
    }

    private void DecodeExports(ref WasmReader reader)
    {
        int count = reader.ReadCount(WasmLimits.Exports, "export", elementBytes: 3);
        var exports = new Export[count];
        var names = new HashSet<string>(count, StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            long offset = reader.Offset;
            string name = reader.ReadName();
            if (!names.Add(name))
            {
                throw new WasmValidationException("duplicate export name", offset);
            }

            offset = reader.Offset;
            byte kind = reader.ReadByte();
            if (kind > (byte)ExternKind.Global)
            {
                if (kind == 4)
                {
                    throw new WasmUnsupportedException(Instructions.Proposals.ExceptionHandling, "exported tag",
                        offset);
                }

                throw new WasmFormatException("malformed export kind", offset);
            }

            exports[i] = new Export(name, (ExternKind)kind, ReadExported(ref reader, (ExternKind)kind));
        }

        _module.Exports = exports;
    }

    private int ReadExported(ref WasmReader reader, ExternKind kind) => kind switch
    {
        ExternKind.Function => ReadIndex(ref reader, _module.FunctionTypes.Length, "function"),
        ExternKind.Table => ReadIndex(ref reader, _module.Tables.Length, "table"),
        ExternKind.Memory => ReadIndex(ref reader, _module.Memories.Length, "memory"),
        _ => ReadIndex(ref reader, _module.GlobalTypes.Length, "global"),
    };

    private void DecodeStart(ref WasmReader reader)
    {
        long offset = reader.Offset;
        int function = ReadIndex(ref reader, _module.FunctionTypes.Length, "function");
        FuncType type = _module.GetFunctionType(function);
        if (type.Parameters.Length + type.Results.Length > 0)
        {
            throw new WasmValidationException("start function", offset);
        }

        _module.StartFunction = function;
    }
}

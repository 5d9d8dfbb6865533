using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>The export section (core specification, section 5.5.10).</summary>
internal static class ExportSection
{
    private const byte TagKind = 4;

    public static void Read(ref WasmReader reader, ModuleDefinition module, LoadClock clock)
    {
        int count = reader.ReadCount(WasmLimits.Exports, "export", elementBytes: 3);
        var exports = new Export[count];
        var names = new HashSet<string>(count, StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            int start = reader.Position;
            long offset = reader.Offset;
            string name = reader.ReadName();
            clock.Advance(64 + reader.Position - start);
            if (!names.Add(name))
            {
                throw new WasmValidationException("duplicate export name", offset);
            }

            ExternKind kind = ReadKind(ref reader);
            exports[i] = new Export(name, kind, ReadIndex(ref reader, module, kind));
        }

        module.Exports = exports;
    }

    private static ExternKind ReadKind(ref WasmReader reader)
    {
        long offset = reader.Offset;
        byte kind = reader.ReadByte();
        return kind switch
        {
            <= (byte)ExternKind.Global => (ExternKind)kind,
            TagKind => throw new WasmUnsupportedException(Proposals.ExceptionHandling, "exported tag", offset),
            _ => throw new WasmFormatException("malformed export kind", offset),
        };
    }

    private static int ReadIndex(ref WasmReader reader, ModuleDefinition module, ExternKind kind) => kind switch
    {
        ExternKind.Function => reader.ReadIndex(module.FunctionTypes.Length, "function"),
        ExternKind.Table => reader.ReadIndex(module.Tables.Length, "table"),
        ExternKind.Memory => reader.ReadIndex(module.Memories.Length, "memory"),
        _ => reader.ReadIndex(module.GlobalTypes.Length, "global"),
    };
}

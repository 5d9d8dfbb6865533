using static Boternity.Skills.Wasm.Instructions.ImmediateKind;
using static Boternity.Skills.Wasm.Model.WasmFeatures;

namespace Boternity.Skills.Wasm.Instructions;

internal static partial class OpcodeTable
{
    private static void AddMemory()
    {
        Add(Opcode.I32Load, "i32.load", MemArg, "i:i", alignment: 2);
        Add(Opcode.I64Load, "i64.load", MemArg, "i:I", alignment: 3);
        Add(Opcode.F32Load, "f32.load", MemArg, "i:f", alignment: 2);
        Add(Opcode.F64Load, "f64.load", MemArg, "i:F", alignment: 3);
        Add(Opcode.I32Load8S, "i32.load8_s", MemArg, "i:i", alignment: 0);
        Add(Opcode.I32Load8U, "i32.load8_u", MemArg, "i:i", alignment: 0);
        Add(Opcode.I32Load16S, "i32.load16_s", MemArg, "i:i", alignment: 1);
        Add(Opcode.I32Load16U, "i32.load16_u", MemArg, "i:i", alignment: 1);
        Add(Opcode.I64Load8S, "i64.load8_s", MemArg, "i:I", alignment: 0);
        Add(Opcode.I64Load8U, "i64.load8_u", MemArg, "i:I", alignment: 0);
        Add(Opcode.I64Load16S, "i64.load16_s", MemArg, "i:I", alignment: 1);
        Add(Opcode.I64Load16U, "i64.load16_u", MemArg, "i:I", alignment: 1);
        Add(Opcode.I64Load32S, "i64.load32_s", MemArg, "i:I", alignment: 2);
        Add(Opcode.I64Load32U, "i64.load32_u", MemArg, "i:I", alignment: 2);
        Add(Opcode.I32Store, "i32.store", MemArg, "ii:", alignment: 2);
        Add(Opcode.I64Store, "i64.store", MemArg, "iI:", alignment: 3);
        Add(Opcode.F32Store, "f32.store", MemArg, "if:", alignment: 2);
        Add(Opcode.F64Store, "f64.store", MemArg, "iF:", alignment: 3);
        Add(Opcode.I32Store8, "i32.store8", MemArg, "ii:", alignment: 0);
        Add(Opcode.I32Store16, "i32.store16", MemArg, "ii:", alignment: 1);
        Add(Opcode.I64Store8, "i64.store8", MemArg, "iI:", alignment: 0);
        Add(Opcode.I64Store16, "i64.store16", MemArg, "iI:", alignment: 1);
        Add(Opcode.I64Store32, "i64.store32", MemArg, "iI:", alignment: 2);
        Add(Opcode.MemorySize, "memory.size", Memory, ":i");
        Add(Opcode.MemoryGrow, "memory.grow", Memory, "i:i");
        Add(Opcode.MemoryInit, "memory.init", DataMemory, "iii:", BulkMemory);
        Add(Opcode.DataDrop, "data.drop", Data, ":", BulkMemory);
        Add(Opcode.MemoryCopy, "memory.copy", MemoryMemory, "iii:", BulkMemory);
        Add(Opcode.MemoryFill, "memory.fill", Memory, "iii:", BulkMemory);
        Add(Opcode.TableInit, "table.init", ElementTable, "iii:", BulkMemory);
        Add(Opcode.ElemDrop, "elem.drop", Element, ":", BulkMemory);
        Add(Opcode.TableCopy, "table.copy", TableTable, "iii:", BulkMemory);
        Add(Opcode.TableGrow, "table.grow", Table, "*", ReferenceTypes);
        Add(Opcode.TableSize, "table.size", Table, ":i", ReferenceTypes);
        Add(Opcode.TableFill, "table.fill", Table, "*", ReferenceTypes);
    }
}

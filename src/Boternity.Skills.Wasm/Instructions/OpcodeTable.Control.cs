using static Boternity.Skills.Wasm.Instructions.ImmediateKind;
using static Boternity.Skills.Wasm.Model.WasmFeatures;

namespace Boternity.Skills.Wasm.Instructions;

internal static partial class OpcodeTable
{
    private static void AddControl()
    {
        Add(Opcode.Unreachable, "unreachable", ImmediateKind.None, "*");
        Add(Opcode.Nop, "nop", ImmediateKind.None, ":");
        Add(Opcode.Block, "block", BlockType, "*");
        Add(Opcode.Loop, "loop", BlockType, "*");
        Add(Opcode.If, "if", BlockType, "*");
        Add(Opcode.Else, "else", ImmediateKind.None, "*");
        Add(Opcode.End, "end", ImmediateKind.None, "*");
        Add(Opcode.Br, "br", Label, "*");
        Add(Opcode.BrIf, "br_if", Label, "*");
        Add(Opcode.BrTable, "br_table", LabelTable, "*");
        Add(Opcode.Return, "return", ImmediateKind.None, "*");
        Add(Opcode.Call, "call", Function, "*");
        Add(Opcode.CallIndirect, "call_indirect", TypeTable, "*");
        Add(Opcode.ReturnCall, "return_call", Function, "*", TailCall);
        Add(Opcode.ReturnCallIndirect, "return_call_indirect", TypeTable, "*", TailCall);
        Add(Opcode.Drop, "drop", ImmediateKind.None, "*");
        Add(Opcode.Select, "select", ImmediateKind.None, "*");
        Add(Opcode.SelectT, "select", SelectTypes, "*", ReferenceTypes);
        Add(Opcode.LocalGet, "local.get", Local, "*");
        Add(Opcode.LocalSet, "local.set", Local, "*");
        Add(Opcode.LocalTee, "local.tee", Local, "*");
        Add(Opcode.GlobalGet, "global.get", Global, "*");
        Add(Opcode.GlobalSet, "global.set", Global, "*");
        Add(Opcode.TableGet, "table.get", Table, "*", ReferenceTypes);
        Add(Opcode.TableSet, "table.set", Table, "*", ReferenceTypes);
        Add(Opcode.RefNull, "ref.null", RefType, "*", ReferenceTypes);
        Add(Opcode.RefIsNull, "ref.is_null", ImmediateKind.None, "*", ReferenceTypes);
        Add(Opcode.RefFunc, "ref.func", Function, "*", ReferenceTypes);
    }
}

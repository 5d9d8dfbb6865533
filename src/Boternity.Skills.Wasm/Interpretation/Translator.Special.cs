using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Interpretation;

/// <content>Instructions whose types depend on immediates or operands.</content>
internal sealed partial class Translator
{
    private void TranslateSpecial(OpcodeInfo info, ref WasmReader reader)
    {
        switch (info.Opcode)
        {
            case Opcode.Unreachable:
                Emit(RegisterOp.Unreachable);
                LeaveReached();
                break;
            case Opcode.Block or Opcode.Loop: TranslateBlock(info.Opcode, ref reader); break;
            case Opcode.If: TranslateIf(ref reader); break;
            case Opcode.Else: TranslateElse(); break;
            case Opcode.End: TranslateEnd(); break;
            case Opcode.Br: TranslateBr(reader.ReadU32()); break;
            case Opcode.BrIf: TranslateBrIf(reader.ReadU32()); break;
            case Opcode.BrTable: TranslateBrTable(ref reader); break;
            case Opcode.Return:
                EmitReturn();
                LeaveReached();
                break;
            case Opcode.Call: TranslateCall((int)reader.ReadU32()); break;
            case Opcode.CallIndirect: TranslateCallIndirect(ref reader); break;
            case Opcode.ReturnCall: TranslateReturnCall((int)reader.ReadU32()); break;
            case Opcode.ReturnCallIndirect: TranslateReturnCallIndirect(ref reader); break;
            case Opcode.Drop: Pop(); break;
            case Opcode.Select: TranslateSelect(); break;
            case Opcode.SelectT:
                reader.ReadU32();
                reader.ReadByte();
                TranslateSelect();
                break;
            case Opcode.LocalGet: PushLocal((int)reader.ReadU32()); break;
            case Opcode.LocalSet: SetLocal((int)reader.ReadU32(), isTee: false); break;
            case Opcode.LocalTee: SetLocal((int)reader.ReadU32(), isTee: true); break;
            case Opcode.GlobalGet:
                uint global = reader.ReadU32();
                bool isWide = module.GlobalTypes[global].Type == ValType.V128;
                EmitResult(isWide ? RegisterOp.GlobalGet2 : RegisterOp.GlobalGet, PushTemporary(isWide), global);
                break;
            case Opcode.GlobalSet:
                global = reader.ReadU32();
                Emit(module.GlobalTypes[global].Type == ValType.V128
                    ? RegisterOp.GlobalSet2 : RegisterOp.GlobalSet, PopRegister(), global);
                break;
            case Opcode.RefNull:
                reader.ReadByte();
                PushConstant(0);
                break;
            case Opcode.RefIsNull:
                uint reference = PopRegister();
                EmitResult(RegisterOp.I64Eqz, PushTemporary(), reference);
                break;
            case Opcode.RefFunc: EmitRare(Opcode.RefFunc, PushTemporary(), 0, 0, reader.ReadU32()); break;
            default: TranslateTable(info.Opcode, reader.ReadU32()); break;
        }
    }

    private void TranslateTable(Opcode opcode, uint table)
    {
        uint c = opcode is Opcode.TableFill or Opcode.TableGrow ? PopRegister() : 0;
        uint b = opcode is Opcode.TableFill or Opcode.TableGrow or Opcode.TableSet or Opcode.TableGet
            ? PopRegister() : 0;
        uint a = opcode is Opcode.TableFill or Opcode.TableSet ? PopRegister() : PushTemporary();
        EmitRare(opcode, a, b, c, table);
    }

    private void TranslateBulk(OpcodeInfo info, ref WasmReader reader)
    {
        uint x = 0;
        uint y = 0;
        switch (info.Immediate)
        {
            case ImmediateKind.Memory: x = MemArg.ReadMemoryIndex(ref reader, module.Features); break;
            case ImmediateKind.MemoryMemory:
                x = MemArg.ReadMemoryIndex(ref reader, module.Features);
                y = MemArg.ReadMemoryIndex(ref reader, module.Features);
                break;
            case ImmediateKind.DataMemory:
                x = reader.ReadU32();
                y = MemArg.ReadMemoryIndex(ref reader, module.Features);
                break;
            case ImmediateKind.ElementTable or ImmediateKind.TableTable:
                x = reader.ReadU32();
                y = reader.ReadU32();
                break;
            default: x = reader.ReadU32(); break;
        }

        int operands = info.Operands.Length;
        uint c = operands == 3 ? PopRegister() : 0;
        uint b = operands > 0 ? PopRegister() : 0;
        uint a = operands == 3 ? PopRegister() : info.Results.Length > 0 ? PushTemporary() : 0;
        if (x == 0 && info.Opcode == Opcode.MemorySize)
        {
            EmitResult(RegisterOp.MemorySize, a);
        }
        else if (x == 0 && info.Opcode == Opcode.MemoryGrow)
        {
            Emit(RegisterOp.MemoryGrow, a, b);
        }
        else
        {
            EmitRare(info.Opcode, a, b, c, x, y);
        }
    }

    private void EmitRare(Opcode opcode, uint a, uint b, uint c, uint x, uint y = 0)
    {
        Emit(RegisterOp.Rare, a, b, c);
        Emit((RegisterOp)opcode, x, y);
    }

    private void TranslateSelect()
    {
        uint condition = PopRegister();
        Operand second = Pop();
        Operand first = Pop();
        uint b = RegisterOf(first);
        uint c = RegisterOf(second);
        int word = Emit(first.IsWide ? RegisterOp.Select2 : RegisterOp.Select, PushTemporary(first.IsWide), b, c);
        Emit(RegisterOp.Nop, condition);
        _lastResult = word;
    }

    /// <summary>Takes the condition from the stack; a comparison that was just translated goes into the
    /// branch.</summary>
    private Condition PopCondition()
    {
        int producer = _lastResult;
        Operand operand = Pop();
        if (operand.Kind == OperandKind.Temporary && producer >= 0 && producer == _count - 1
            && _code[producer].A == operand.Slot)
        {
            Instr last = _code[producer];
            Condition? fused = last.Op switch
            {
                RegisterOp.I32Eqz => new Condition(RegisterOp.BrIfZero, last.B, 0),
                RegisterOp.I64Eqz => new Condition(RegisterOp.BrI64EqConst, last.B, 0),
                _ => Comparisons.ToBranch(last.Op) is { } branch ? new Condition(branch, last.B, last.C) : null,
            };
            if (fused is { } condition)
            {
                _count--;
                _lastResult = -1;
                return condition;
            }
        }

        return new Condition(RegisterOp.BrIf, RegisterOf(operand), 0);
    }

    private int EmitConditional(Condition condition) => Emit(condition.Branch, condition.A, condition.B);
}

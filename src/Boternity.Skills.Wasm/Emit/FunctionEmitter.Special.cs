using System.Reflection.Emit;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <content>Instructions whose types depend on immediates or operands.</content>
internal sealed unsafe partial class FunctionEmitter
{
    private void EmitSpecial()
    {
        switch (Current.Opcode)
        {
            case Opcode.Unreachable: EmitUnreachable(); break;
            case Opcode.Block or Opcode.Loop: EmitBlock(); break;
            case Opcode.If: EmitIf(); break;
            case Opcode.Else: EmitElse(); break;
            case Opcode.End: EmitEnd(); break;
            case Opcode.Br: EmitBr(Current.X); break;
            case Opcode.BrIf: EmitBrIf(Current.X); break;
            case Opcode.BrTable: EmitBrTable(Current.Labels!); break;
            case Opcode.Return: EmitBr((uint)_blocks.Count - 1); break;
            case Opcode.Call: EmitCall((int)Current.X); break;
            case Opcode.CallIndirect: EmitCallIndirect((int)Current.X, (int)Current.Y); break;
            case Opcode.Drop: EmitDrop(); break;
            case Opcode.Select or Opcode.SelectT: EmitSelect(); break;
            case Opcode.LocalGet:
                LoadLocal((int)Current.X);
                Push(_localTypes[Current.X], (int)Current.X);
                break;
            case Opcode.LocalSet: EmitLocalSet((int)Current.X); break;
            case Opcode.LocalTee: EmitTee((int)Current.X); break;
            case Opcode.GlobalGet: EmitGlobalGet((int)Current.X); break;
            case Opcode.GlobalSet: EmitGlobalSet((int)Current.X); break;
            case Opcode.RefNull: EmitConstant(ValType.FuncRef, 0); break;
            case Opcode.RefIsNull:
                Load(1);
                _il.LoadLong(0);
                _il.Emit(OpCodes.Ceq);
                Take(1);
                Push(ValType.I32);
                break;
            case Opcode.RefFunc or Opcode.TableGet or Opcode.TableSet or Opcode.TableGrow or Opcode.TableFill:
                EmitRare();
                break;
            default: throw new NotSupportedException($"{Current.Info.Name} stays in the interpreter.");
        }
    }

    private void EmitDrop()
    {
        if (_loaded == 0)
        {
            CutTo(Height - 1);
            return;
        }

        _il.Emit(OpCodes.Pop);
        Take(1);
    }

    private void EmitSelect()
    {
        LoadClean(3);
        ValType type = _operands[^2].Type;
        _il.Emit(OpCodes.Call, HelperMethods.Select(CompiledSignature.ClrTypeOf(type)));
        Take(3);
        Push(type);
    }

    private void EmitLocalSet(int local)
    {
        // Set to itself it does not change: what was read from it stays the same, and the interpreter takes it from
        // there.
        if (Top.Local == local)
        {
            EmitDrop();
            return;
        }

        LoadClean(1);
        StoreLocal(local);
        Take(1);
        Forget(local);
    }

    private void EmitTee(int local)
    {
        if (Top.Local == local)
        {
            return;
        }

        LoadClean(1);
        _il.Emit(OpCodes.Dup);
        StoreLocal(local);
        int origin = Top.Local;
        Forget(local);
        Top.Local = origin >= 0 ? origin : local;
    }

    // The local changes: operands that were read from it are no longer the same.
    private void Forget(int local)
    {
        for (int i = 0; i < Height; i++)
        {
            if (OperandAt(i).Local == local)
            {
                OperandAt(i).Local = -1;
            }
        }
    }

    private void EmitGlobalGet(int global)
    {
        ValType type = _module.GlobalTypes[global].Type;
        LoadGlobal(global);
        SlotAccess.EmitLoad(_il, type);
        Push(type);
    }

    private void EmitGlobalSet(int global)
    {
        ValType type = _module.GlobalTypes[global].Type;
        LoadClean(1);
        LocalBuilder value = GetTemporary(Height - 1, type);
        _il.Emit(OpCodes.Stloc, value);
        LoadGlobal(global);
        _il.Emit(OpCodes.Ldloc, value);
        SlotAccess.EmitStore(_il, type);
        Take(1);
    }

    private void LoadGlobal(int global)
    {
        _il.LoadArgument(_instance);
        _il.LoadInt(global);
        _il.Emit(OpCodes.Call, HelperMethods.Global);
    }
}

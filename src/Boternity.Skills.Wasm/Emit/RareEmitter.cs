using System.Reflection.Emit;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Interpretation;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>Instructions on memories, tables and segments that one method of the interpreter executes.</summary>
internal sealed class RareEmitter(
    EmissionContext context,
    EmittedOperands operands,
    EmittedLocals locals,
    FuelEmitter fuel,
    CheckpointEmitter checkpoints,
    ReturnedValues returnedValues)
{
    private readonly ILGenerator _il = context.IL;
    private readonly LocalBuilder?[] _wide = new LocalBuilder?[3];
    private LocalBuilder? _left;

    public void Emit()
    {
        ref BodyInstruction current = ref context.Current;
        if (current is { Opcode: Opcode.MemorySize, X: 0 })
        {
            locals.LoadMemoryLength();
            _il.LoadInt(16);
            _il.Emit(OpCodes.Shr_Un);
            _il.Emit(OpCodes.Conv_I4);
            operands.Push(ValType.I32);
            return;
        }

        bool hasResult = BulkOperations.HasResult(current.Opcode);
        int count = CountOperands(current);
        int first = StoreOperands(count, hasResult);
        if (CanMove(current))
        {
            EmitMove(count);
            return;
        }

        EmitExecute(context.Index, first, count);
        Finish(hasResult ? ResultOf(current) : null);
    }

    /// <summary>Whether it moves bytes of the first memory, and so is done without the interpreter where it is
    /// short.</summary>
    public static bool CanMove(in BodyInstruction instruction) =>
        instruction is { Opcode: Opcode.MemoryFill or Opcode.MemoryCopy, X: 0, Y: 0 };

    // Long moves, and those that trap, are the interpreter's.
    private void EmitMove(int count)
    {
        Label slow = _il.DefineLabel();
        Label back = _il.DefineLabel();
        _left ??= _il.DeclareLocal(typeof(long));
        LoadStored(0, count);
        locals.LoadMemory();
        locals.LoadMemoryLength();
        _il.LoadArgument(context.Fuel);
        _il.Emit(OpCodes.Call,
            context.Current.Opcode == Opcode.MemoryFill ? HelperMethods.TryFill : HelperMethods.TryCopy);
        _il.Emit(OpCodes.Stloc, _left);
        _il.Emit(OpCodes.Ldloc, _left);
        _il.LoadLong(0);
        _il.Emit(OpCodes.Blt, slow);
        _il.Emit(OpCodes.Ldloc, _left);
        _il.StoreArgument(context.Fuel);
        _il.MarkLabel(back);
        int index = context.Index;
        context.AddCold(() =>
        {
            _il.MarkLabel(slow);
            EmitExecute(index, 0, count);
            returnedValues.EmitReceive(typeof(IntegerReturn), IntegerReturn.FuelField);
            _il.Emit(OpCodes.Br, back);
        });
        checkpoints.EmitBehind(saveResult: null);
    }

    private void EmitExecute(int index, int first, int count)
    {
        ref BodyInstruction instruction = ref context.Body.Instructions[index];
        LoadStored(first, count);
        context.LoadPlace();
        _il.LoadInt((int)instruction.Opcode);
        _il.LoadInt((int)instruction.X);
        _il.LoadInt((int)instruction.Y);
        _il.LoadInt(instruction.Offset);
        _il.Emit(OpCodes.Call, HelperMethods.Execute);
    }

    // The instruction's operands become three numbers: of one operand the second, of two the last two where there is a
    // result, else the first two. Gives the first.
    private int StoreOperands(int count, bool hasResult)
    {
        operands.LoadAlone(count);
        fuel.Flush();
        int first = count == 1 || (count == 2 && hasResult) ? 1 : 0;
        for (int i = count - 1; i >= 0; i--)
        {
            if (operands[operands.Height - count + i].Type == ValType.I32)
            {
                _il.Emit(OpCodes.Conv_U8);
            }

            _il.Emit(OpCodes.Stloc, _wide[first + i] ??= _il.DeclareLocal(typeof(long)));
        }

        operands.Take(count);
        return first;
    }

    private void LoadStored(int first, int count)
    {
        for (int i = 0; i < 3; i++)
        {
            if (i >= first && i < first + count)
            {
                _il.Emit(OpCodes.Ldloc, _wide[i]!);
            }
            else
            {
                _il.LoadLong(0);
            }
        }
    }

    private void Finish(ValType? result)
    {
        LocalBuilder returned = returnedValues.EmitReceive(typeof(IntegerReturn), IntegerReturn.FuelField);
        void LoadValue()
        {
            _il.Emit(OpCodes.Ldloc, returned);
            _il.Emit(OpCodes.Ldfld, IntegerReturn.ValueField);
            if (result == ValType.I32)
            {
                _il.Emit(OpCodes.Conv_I4);
            }
        }

        if (FlowLiveness.IsCheckpoint(context.Current.Opcode))
        {
            int slot = operands.TopSlot;
            checkpoints.EmitBehind(result is null ? null : () =>
            {
                _il.LoadSlotAddress(context.Frame, slot);
                LoadValue();
                SlotAccess.EmitStore(_il, result.Value);
            });
        }

        if (context.Current.Opcode == Opcode.MemoryGrow)
        {
            locals.EmitMemoryRefresh();
        }

        if (result is { } type)
        {
            LoadValue();
            operands.Push(type);
        }
    }

    private static int CountOperands(in BodyInstruction instruction) => instruction.Opcode switch
    {
        Opcode.TableGet => 1,
        Opcode.TableSet or Opcode.TableGrow => 2,
        Opcode.TableFill => 3,
        Opcode.RefFunc => 0,
        _ => instruction.Info.Operands.Length,
    };

    private ValType ResultOf(in BodyInstruction instruction) => instruction.Opcode switch
    {
        Opcode.TableGet => context.Module.Tables[instruction.X].Element,
        Opcode.RefFunc => ValType.FuncRef,
        _ => ValType.I32,
    };
}

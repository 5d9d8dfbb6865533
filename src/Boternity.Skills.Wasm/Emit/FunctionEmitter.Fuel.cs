using System.Reflection.Emit;

namespace Boternity.Skills.Wasm.Emit;

/// <content>Fuel, and the checkpoints where the interpreter can take over.</content>
internal sealed unsafe partial class FunctionEmitter
{
    // What must still be added to the fuel: the cost of runs that were entered, taken off when somebody may look.
    private int _pending;

    private void FlushFuel()
    {
        AddFuel(_pending);
        _pending = 0;
    }

    private void AddFuel(int units)
    {
        if (units == 0)
        {
            return;
        }

        _il.LoadArgument(_fuel);
        _il.LoadLong(units);
        _il.Emit(OpCodes.Add);
        _il.StoreArgument(_fuel);
    }

    /// <summary>The arguments that say where the guest stands and what fuel it has.</summary>
    private void LoadTrapArguments()
    {
        _il.LoadArgument(_instance);
        _il.LoadArgument(_frame);
        _il.LoadArgument(_fuel);
        _il.LoadLong(Mark);
    }

    private long Mark => ((long)_pending << 32) | (uint)Current.Offset;

    private void TakeFuel(int offset)
    {
        _il.LoadArgument(_instance);
        _il.LoadArgument(_frame);
        _il.LoadArgument(_fuel);
        _il.LoadInt(RequiredFuel);
        _il.LoadInt(offset);
        _il.Emit(OpCodes.Call, HelperMethods.TakeFuel);
        _il.StoreArgument(_fuel);
    }

    // The complement says that it is too little, or that nothing was done: to it, or back from it.
    private void ComplementFuel()
    {
        _il.LoadArgument(_fuel);
        _il.Emit(OpCodes.Not);
        _il.StoreArgument(_fuel);
    }

    // In a loop, what takes fuel must not cost registers: everything is put into its slot before the call and loaded
    // again behind it, so that no value lives across the call.
    private void EmitLoopCheckpoint()
    {
        Label cold = _il.DefineLabel();
        Label back = _il.DefineLabel();
        _il.LoadArgument(_fuel);
        _il.LoadLong(RequiredFuel);
        _il.Emit(OpCodes.Blt, cold);
        _il.MarkLabel(back);
        int offset = Current.Offset;
        int[] locals = _liveness.At(_index);
        EmittedOperand[] operands = [.. _operands];
        _cold.Add(() =>
        {
            Label exit = _il.DefineLabel();
            _il.MarkLabel(cold);
            SaveLocals(locals);
            SaveOperands(operands);
            TakeFuel(offset);
            _il.LoadArgument(_fuel);
            _il.LoadLong(0);
            _il.Emit(OpCodes.Blt, exit);
            foreach (int local in locals)
            {
                _il.LoadSlotAddress(_frame, _localSlots[local]);
                SlotAccess.EmitLoad(_il, _localTypes[local]);
                StoreLocal(local);
            }

            LoadOperands(operands, withConstants: true);
            LoadMemory();
            _il.Emit(OpCodes.Br, back);
            _il.MarkLabel(exit);
            EmitResume(_layout.WordOfLoop(offset));
        });
    }

    /// <summary>Behind an instruction that uses fuel which nobody knew of before. The IL stack is empty.</summary>
    /// <param name="saveResult">Puts the instruction's result into its slot.</param>
    private void EmitCheckpoint(Action? saveResult)
    {
        Label cold = _il.DefineLabel();
        Label back = _il.DefineLabel();
        _il.LoadArgument(_fuel);
        _il.LoadLong(RequiredFuel);
        _il.Emit(OpCodes.Blt, cold);
        _il.MarkLabel(back);
        int offset = Current.Offset;
        int[] locals = _liveness.At(_index);
        EmittedOperand[] operands = [.. _operands];
        _cold.Add(() =>
        {
            _il.MarkLabel(cold);
            TakeFuel(offset);
            _il.LoadArgument(_fuel);
            _il.LoadLong(0);
            _il.Emit(OpCodes.Bge, back);
            SaveLocals(locals);
            SaveOperands(operands);
            saveResult?.Invoke();
            EmitResume(_layout.WordBehind(offset));
        });
    }

    private void EmitLoopEntry(Label header)
    {
        EmittedOperand[] operands = [.. _operands];
        _cold.Add(() =>
        {
            _il.MarkLabel(_loopOperands);
            LoadOperands(operands, withConstants: false);
            _il.Emit(OpCodes.Br, header);
        });
    }

    private void SaveLocals(int[] locals)
    {
        foreach (int local in locals)
        {
            _il.LoadSlotAddress(_frame, _localSlots[local]);
            LoadLocal(local);
            SlotAccess.EmitStore(_il, _localTypes[local]);
        }
    }

    private void SaveOperands(EmittedOperand[] operands)
    {
        for (int i = 0; i < operands.Length; i++)
        {
            SaveOperand(i, operands[i], operands[i].Slot);

            // The interpreter may not have copied it yet, though nothing reads the local any more.
            if (operands[i].Local >= 0)
            {
                SaveOperand(i, operands[i], _localSlots[operands[i].Local]);
            }
        }
    }

    private void SaveOperand(int index, in EmittedOperand operand, int slot)
    {
        _il.LoadSlotAddress(_frame, slot);
        _il.Emit(OpCodes.Ldloc, GetTemporary(index, operand.Type));
        SlotAccess.EmitStore(_il, operand.Type);
    }

    private void LoadOperands(EmittedOperand[] operands, bool withConstants)
    {
        for (int i = 0; i < operands.Length; i++)
        {
            EmittedOperand operand = operands[i];
            if (operand.IsConstant && !withConstants)
            {
                LoadConstant(operand.Type, operand.Constant);
            }
            else
            {
                _il.LoadSlotAddress(_frame, operand.Slot);
                SlotAccess.EmitLoad(_il, operand.Type);
            }

            _il.Emit(OpCodes.Stloc, GetTemporary(i, operand.Type));
        }
    }

    private void EmitResume(int word)
    {
        ComplementFuel();
        _il.LoadArgument(_instance);
        _il.LoadArgument(_frame);
        _il.LoadArgument(_fuel);
        _il.LoadInt(_function.FunctionIndex);
        _il.LoadInt(word);
        _il.Emit(OpCodes.Call, HelperMethods.Resume);
        _il.StoreArgument(_fuel);
        EmitReturnFromSlots();
    }
}

using System.Reflection.Emit;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>The places where fuel is looked at, and where the interpreter can take over or can be taken over
/// from.</summary>
internal sealed class CheckpointEmitter(
    EmissionContext context, EmittedOperands operands, EmittedLocals locals, FuelEmitter fuel)
{
    private readonly ILGenerator _il = context.IL;

    // Where the operands of the loop that is entered are loaded.
    private readonly Label _loopOperands = context.IL.DefineLabel();

    /// <summary>At a loop's header.</summary>
    // What takes fuel must not cost registers: everything is put into its slot before the call and loaded again behind
    // it, so that no value lives across the call.
    public void EmitInLoop()
    {
        Label cold = _il.DefineLabel();
        Label back = _il.DefineLabel();
        fuel.EmitCheck(cold);
        _il.MarkLabel(back);
        int offset = context.Current.Offset;
        int[] live = context.Liveness.At(context.Index);
        EmittedOperand[] saved = operands.ToArray();
        context.AddCold(() =>
        {
            Label exit = _il.DefineLabel();
            _il.MarkLabel(cold);
            locals.EmitSave(live);
            SaveOperands(saved);
            fuel.EmitTake(offset);
            fuel.EmitBranchBySign(OpCodes.Blt, exit);
            locals.EmitRestore(live);
            LoadOperands(saved, withConstants: true);
            locals.EmitMemoryRefresh();
            _il.Emit(OpCodes.Br, back);
            _il.MarkLabel(exit);
            EmitResume(context.Layout.WordOfLoop(offset));
        });
    }

    /// <summary>Behind an instruction that uses fuel which nobody knew of before. The IL stack is empty.</summary>
    /// <param name="saveResult">Puts the instruction's result into its slot.</param>
    public void EmitBehind(Action? saveResult)
    {
        Label cold = _il.DefineLabel();
        Label back = _il.DefineLabel();
        fuel.EmitCheck(cold);
        _il.MarkLabel(back);
        int offset = context.Current.Offset;
        int[] live = context.Liveness.At(context.Index);
        EmittedOperand[] saved = operands.ToArray();
        context.AddCold(() =>
        {
            _il.MarkLabel(cold);
            fuel.EmitTake(offset);
            fuel.EmitBranchBySign(OpCodes.Bge, back);
            locals.EmitSave(live);
            SaveOperands(saved);
            saveResult?.Invoke();
            EmitResume(context.Layout.WordBehind(offset));
        });
    }

    /// <summary>Goes to the loop that is entered, once its operands are known.</summary>
    public void EmitJumpToLoop() => _il.Emit(OpCodes.Br, _loopOperands);

    /// <summary>The current instruction is the loop that is entered: loads its operands from their slots.</summary>
    public void EmitLoopEntry(Label header)
    {
        EmittedOperand[] saved = operands.ToArray();
        context.AddCold(() =>
        {
            _il.MarkLabel(_loopOperands);
            LoadOperands(saved, withConstants: false);
            _il.Emit(OpCodes.Br, header);
        });
    }

    private void SaveOperands(EmittedOperand[] saved)
    {
        for (int i = 0; i < saved.Length; i++)
        {
            SaveOperand(i, saved[i], saved[i].Slot);

            // The interpreter may not have copied it yet, though nothing reads the local any more.
            if (saved[i].Local >= 0)
            {
                SaveOperand(i, saved[i], locals.SlotOf(saved[i].Local));
            }
        }
    }

    private void SaveOperand(int index, in EmittedOperand operand, int slot)
    {
        _il.LoadSlotAddress(context.Frame, slot);
        _il.Emit(OpCodes.Ldloc, operands.GetTemporary(index, operand.Type));
        SlotAccess.EmitStore(_il, operand.Type);
    }

    private void LoadOperands(EmittedOperand[] saved, bool withConstants)
    {
        for (int i = 0; i < saved.Length; i++)
        {
            EmittedOperand operand = saved[i];
            if (operand.IsConstant && !withConstants)
            {
                ConstantEmitter.Load(_il, operand.Type, operand.Constant);
            }
            else
            {
                _il.LoadSlotAddress(context.Frame, operand.Slot);
                SlotAccess.EmitLoad(_il, operand.Type);
            }

            _il.Emit(OpCodes.Stloc, operands.GetTemporary(i, operand.Type));
        }
    }

    private void EmitResume(int word)
    {
        fuel.EmitComplement();
        context.LoadPlace();
        _il.LoadInt(context.Function.FunctionIndex);
        _il.LoadInt(word);
        _il.Emit(OpCodes.Call, HelperMethods.Resume);
        _il.StoreArgument(context.Fuel);
        context.EmitReturnFromSlots();
    }
}

using System.Reflection.Emit;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>The places where fuel is looked at, and where the interpreter can take over.</summary>
internal sealed class CheckpointEmitter(
    EmissionContext context, EmittedOperands operands, EmittedLocals locals, FuelEmitter fuel)
{
    // Halves, of which more make no difference that can be measured, and methods larger.
    private const int RarityInLoops = 3;
    private const int RarityBehindCalls = 1;

    private readonly ILGenerator _il = context.IL;

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
        int[] live = context.Liveness.At(context.Block);
        EmittedOperand[] saved = operands.ToArray();
        context.AddCold(() =>
        {
            Label exit = _il.DefineLabel();
            _il.MarkLabel(cold);
            EmitRarely(back, RarityInLoops);
            locals.EmitSave(live);
            operands.EmitSave(saved);
            fuel.EmitTake(offset);
            fuel.EmitBranchBySign(OpCodes.Blt, exit);
            locals.EmitRestore(live);
            operands.EmitRestore(saved);
            locals.EmitMemoryRefresh();
            _il.Emit(OpCodes.Br, back);
            _il.MarkLabel(exit);
            EmitResume(context.Layout.WordOfBlock(offset));
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
        int[] live = context.LiveBehind;
        EmittedOperand[] saved = operands.ToArray();
        context.AddCold(() =>
        {
            _il.MarkLabel(cold);
            EmitRarely(back, RarityBehindCalls);
            fuel.EmitTake(offset);
            fuel.EmitBranchBySign(OpCodes.Bge, back);
            locals.EmitSave(live);
            operands.EmitSave(saved);
            saveResult?.Invoke();
            EmitResume(context.Layout.WordBehind(offset));
        });
    }

    // Tells the JIT that what follows is rare. It takes every branch for even, and so the code of a loop that has more
    // fuel handed out for half of what the loop does: it would keep the loop's values where that has them, in memory.
    private void EmitRarely(Label otherwise, int halves)
    {
        for (int i = 0; i < halves; i++)
        {
            _il.LoadArgument(context.Instance);
            _il.Emit(OpCodes.Call, HelperMethods.Never);
            _il.Emit(OpCodes.Brtrue, otherwise);
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

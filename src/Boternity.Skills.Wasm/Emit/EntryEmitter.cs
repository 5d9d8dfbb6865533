using System.Reflection.Emit;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>Where compiled code begins, at a function's start or at a loop, and where it returns.</summary>
internal sealed class EntryEmitter(
    EmissionContext context, EmittedOperands operands, EmittedLocals locals, FuelEmitter fuel,
        CheckpointEmitter checkpoints)
{
    private readonly ILGenerator _il = context.IL;

    public void EmitStart()
    {
        if (context.EntersLoop)
        {
            EmitLoopStart();
        }
        else
        {
            EmitFunctionStart();
        }
    }

    /// <summary>Returns with the function's results, which are in the IL locals of the first operands.</summary>
    public void EmitReturn()
    {
        ReadOnlySpan<ValType> results = context.Function.Type.Results;
        if (context.EntersLoop || context.Signature.ValueField is null)
        {
            EmitResultsToSlots(results);
            _il.LoadArgument(context.Fuel);
        }
        else
        {
            LocalBuilder returned = _il.DeclareLocal(context.Signature.Return);
            _il.Emit(OpCodes.Ldloca, returned);
            _il.Emit(OpCodes.Ldloc, operands.GetTemporary(0, results[0]));
            if (results[0] == ValType.I32)
            {
                _il.Emit(OpCodes.Conv_U8);
            }

            _il.Emit(OpCodes.Stfld, context.Signature.ValueField);
            _il.Emit(OpCodes.Ldloca, returned);
            _il.LoadArgument(context.Fuel);
            _il.Emit(OpCodes.Stfld, context.Signature.FuelField!);
            _il.Emit(OpCodes.Ldloc, returned);
        }

        _il.Emit(OpCodes.Ret);
    }

    private void EmitFunctionStart()
    {
        Label tooDeep = _il.DefineLabel();
        Label tooLittleFuel = _il.DefineLabel();
        Label begin = _il.DefineLabel();
        Label measured = _il.DefineLabel();
        EmitStackCheck(tooDeep);
        _il.MarkLabel(measured);
        fuel.EmitCheck(tooLittleFuel);
        _il.MarkLabel(begin);
        fuel.Pending = -context.Body.CostOfRunAt(0);
        locals.EmitZeros();
        locals.EmitMemoryRefresh();
        locals.EmitZeroRefresh();
        context.AddCold(() =>
        {
            Label interpret = _il.DefineLabel();
            _il.MarkLabel(tooDeep);
            EmitDeepen();
            _il.Emit(OpCodes.Brtrue, measured);
            _il.Emit(OpCodes.Br, interpret);
            _il.MarkLabel(tooLittleFuel);
            fuel.EmitTake(context.Body.Instructions[0].Offset);
            fuel.EmitBranchBySign(OpCodes.Bge, begin);
            fuel.EmitComplement();
            _il.MarkLabel(interpret);
            AdapterEmitter.EmitStoreParameters(_il, context.Signature);
            context.LoadPlace();
            _il.LoadInt(context.Function.FunctionIndex);
            _il.Emit(OpCodes.Call, HelperMethods.Interpret);
            _il.StoreArgument(context.Fuel);
            context.EmitReturnFromSlots();
        });
    }

    // The locals that the loop needs are in their slots; what else it needs is loaded when the loop is emitted, and its
    // operands are known.
    private void EmitLoopStart()
    {
        Label tooDeep = _il.DefineLabel();
        Label begin = _il.DefineLabel();
        EmitStackCheck(tooDeep);
        _il.MarkLabel(begin);
        context.AddCold(() =>
        {
            // Nothing was done yet: the interpreter goes on where it was.
            _il.MarkLabel(tooDeep);
            EmitDeepen();
            _il.Emit(OpCodes.Brtrue, begin);
            fuel.EmitComplement();
            _il.LoadArgument(context.Fuel);
            _il.Emit(OpCodes.Ret);
        });
        locals.EmitRestore(context.Liveness.At(context.Loop));
        locals.EmitMemoryRefresh();
        locals.EmitZeroRefresh();
        checkpoints.EmitJumpToLoop();
    }

    private void EmitStackCheck(Label tooDeep)
    {
        LocalBuilder here = _il.DeclareLocal(typeof(int));
        _il.Emit(OpCodes.Ldloca, here);
        _il.Emit(OpCodes.Conv_U);
        _il.LoadArgument(context.Instance);
        _il.Emit(OpCodes.Call, HelperMethods.HasRoom);
        _il.Emit(OpCodes.Brfalse, tooDeep);
        if (context.Layout.FrameBytes <= NativeStackGuard.SmallFrameBytes)
        {
            return;
        }

        _il.LoadSlotAddress(context.Frame, context.Layout.FrameBytes);
        _il.LoadArgument(context.Instance);
        _il.Emit(OpCodes.Call, HelperMethods.HasFrame);
        _il.Emit(OpCodes.Brfalse, tooDeep);
    }

    private void EmitDeepen()
    {
        _il.LoadSlotAddress(context.Frame, context.Layout.FrameBytes);
        _il.LoadArgument(context.Instance);
        _il.Emit(OpCodes.Call, HelperMethods.TryDeepen);
    }

    private void EmitResultsToSlots(ReadOnlySpan<ValType> results)
    {
        int slot = 0;
        for (int i = 0; i < results.Length; i++)
        {
            _il.LoadSlotAddress(context.Frame, slot);
            _il.Emit(OpCodes.Ldloc, operands.GetTemporary(i, results[i]));
            SlotAccess.EmitStore(_il, results[i]);
            slot += results[i].SlotCount * sizeof(ulong);
        }
    }
}

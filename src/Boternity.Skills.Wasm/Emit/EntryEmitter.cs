using System.Reflection.Emit;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>Where compiled code begins, at a function's start or at a region's entries, and where it returns.</summary>
internal sealed class EntryEmitter(
    EmissionContext context, EmittedOperands operands, EmittedLocals locals, FuelEmitter fuel, RegionExits exits)
{
    private readonly ILGenerator _il = context.IL;

    public void EmitStart()
    {
        if (context.Region.IsFunction)
        {
            EmitFunctionStart();
        }
        else
        {
            EmitRegionStart();
        }
    }

    /// <summary>Returns with the function's results, which are in the IL locals of the first operands.</summary>
    public void EmitReturn()
    {
        ReadOnlySpan<ValType> results = context.Function.Type.Results;
        if (!context.Region.IsFunction)
        {
            EmitResultsToSlots(results);
            context.EmitLeave(RegionExit.Returned);
            return;
        }

        if (context.Signature.ValueField is null)
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
        StackCheckEmitter.Emit(_il, context.Instance, context.Frame, context.Layout.FrameBytes, tooDeep);
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
            StackCheckEmitter.EmitDeepen(_il, context.Instance, context.Frame, context.Layout.FrameBytes);
            _il.Emit(OpCodes.Brtrue, measured);
            _il.Emit(OpCodes.Br, interpret);
            _il.MarkLabel(tooLittleFuel);
            fuel.EmitTake(context.Body.Instructions[0].Offset);
            fuel.EmitBranchBySign(OpCodes.Bge, begin);
            fuel.EmitComplement();
            _il.MarkLabel(interpret);
            AdapterEmitter.EmitInterpret(_il, context.Signature, context.Function.FunctionIndex);
        });
    }

    // What the entries need is in slots. What most of them need is loaded in one place before them all.
    private void EmitRegionStart()
    {
        Label tooDeep = _il.DefineLabel();
        Label tooLittleFuel = _il.DefineLabel();
        Label measured = _il.DefineLabel();
        Label begin = _il.DefineLabel();
        Label refuse = _il.DefineLabel();
        FlowBlock[] entries = context.Region.Entries;
        StackCheckEmitter.Emit(_il, context.Instance, context.Frame, context.Layout.FrameBytes, tooDeep);
        _il.MarkLabel(measured);
        fuel.EmitCheck(tooLittleFuel);
        _il.MarkLabel(begin);
        context.AddCold(() =>
        {
            // Nothing was done yet: the interpreter goes on where it was.
            _il.MarkLabel(tooDeep);
            StackCheckEmitter.EmitDeepen(_il, context.Instance, context.Frame, context.Layout.FrameBytes);
            _il.Emit(OpCodes.Brtrue, measured);
            _il.MarkLabel(refuse);
            context.EmitLeave(RegionExit.Refused);
            _il.MarkLabel(tooLittleFuel);
            fuel.EmitTake(context.Body.Instructions[entries[0].First].Offset);
            fuel.EmitBranchBySign(OpCodes.Bge, begin);
            fuel.EmitComplement();
            _il.Emit(OpCodes.Br, refuse);
        });

        int[][] live = [.. entries.Select(context.Liveness.At)];
        HashSet<int> common = [.. live.SelectMany(set => set).GroupBy(local => local)
            .Where(group => group.Count() * 2 > live.Length).Select(group => group.Key)];
        locals.EmitMemoryRefresh();
        locals.EmitZeroRefresh();
        locals.EmitRestore(common.Order());
        var labels = new Label[entries.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = _il.DefineLabel();
        }

        if (entries.Length > 1)
        {
            _il.LoadArgument(context.Entry);
            _il.Emit(OpCodes.Conv_I4);
            context.Target.ChargeSwitch(labels.Length - 1);
            _il.Emit(OpCodes.Switch, labels[..^1]);
        }

        for (int i = labels.Length - 1; i >= 0; i--)
        {
            _il.MarkLabel(labels[i]);
            locals.EmitRestore(live[i].Where(local => !common.Contains(local)));
            operands.EmitTakeOver(entries[i].Operands);
            _il.Emit(OpCodes.Br, exits.LabelOf(entries[i].Index));
        }
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

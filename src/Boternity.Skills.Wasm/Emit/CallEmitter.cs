using System.Reflection;
using System.Reflection.Emit;
using Boternity.Skills.Wasm.Interpretation;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// Calls. The slot before the callee's frame gets a note of the call, for backtraces and for whoever makes the call
/// where the callee is not compiled. Addresses are read from the module's table at each call, so that a function may be
/// compiled at any time.
/// </summary>
internal sealed unsafe class CallEmitter(
    EmissionContext context,
    EmittedOperands operands,
    EmittedLocals locals,
    FuelEmitter fuel,
    CheckpointEmitter checkpoints,
    ReturnedValues returnedValues)
{
    private readonly ILGenerator _il = context.IL;
    private LocalBuilder? _address;

    public void EmitCall(int function)
    {
        FuncType type = context.Module.GetFunctionType(function);
        context.Target.ProvideEntry(function);
        operands.LoadAlone(type.Parameters.Length);
        fuel.Flush();
        int callee = CalleeFrame(type);
        EmitNote(callee);
        LoadCallContext(callee);
        _il.LoadLong((long)(context.Target.Entries + function));
        _il.Emit(OpCodes.Conv_I);
        _il.Emit(OpCodes.Ldind_I);
        FinishCall(type, callee);
    }

    public void EmitCallIndirect(int typeIndex, int table)
    {
        FuncType type = context.Module.Types[typeIndex];
        _address ??= _il.DeclareLocal(typeof(nint));
        operands.LoadAlone(type.Parameters.Length + 1);
        fuel.Flush();
        operands.Take(1);
        int callee = CalleeFrame(type);
        EmitNote(callee);
        EmitResolve(type, table, callee);
        _il.Emit(OpCodes.Stloc, _address);
        LoadCallContext(callee);
        _il.Emit(OpCodes.Ldloc, _address);
        FinishCall(type, callee);
    }

    // The element's index is on top.
    private void EmitResolve(FuncType type, int table, int callee)
    {
        _il.LoadArgument(context.Instance);
        _il.LoadInt(table);
        _il.LoadInt(context.Target.ProvideEntries(type));
        _il.LoadLong((long)context.Target.TypeNumbers);
        _il.Emit(OpCodes.Conv_I);
        _il.LoadLong((long)context.Target.Entries);
        _il.Emit(OpCodes.Conv_I);
        _il.LoadLong(context.Target.GetOutward(type));
        _il.Emit(OpCodes.Conv_I);
        _il.LoadSlotAddress(context.Frame, callee);
        _il.LoadArgument(context.Fuel);
        _il.LoadLong(fuel.Mark);
        _il.Emit(OpCodes.Call, HelperMethods.ResolveIndirect);
    }

    // Where the callee's frame begins: with the first argument's slot.
    private int CalleeFrame(FuncType type)
    {
        int count = type.Parameters.Length;
        return count == 0 ? operands.TopSlot : operands[operands.Height - count].Slot;
    }

    private void EmitNote(int callee)
    {
        context.AddCallSite(callee);
        _il.LoadSlotAddress(context.Frame, callee - CompiledFrames.NoteBytes);
        _il.LoadInt(context.Current.Offset);
        _il.Emit(OpCodes.Stind_I4);
    }

    private void LoadCallContext(int callee)
    {
        _il.LoadArgument(context.Instance);
        _il.LoadSlotAddress(context.Frame, callee);
        _il.LoadArgument(context.Fuel);
    }

    // The callee's address is on top.
    private void FinishCall(FuncType type, int callee)
    {
        CompiledSignature signature = context.Target.GetSignature(type);
        signature.EmitCall(_il);
        operands.Take(type.Parameters.Length);
        if (signature.ValueField is { } value)
        {
            FinishScalar(signature, value, callee);
            return;
        }

        _il.StoreArgument(context.Fuel);
        checkpoints.EmitBehind(saveResult: null);
        locals.EmitMemoryRefresh();
        foreach (ValType result in type.Results)
        {
            _il.LoadSlotAddress(context.Frame, operands.TopSlot);
            SlotAccess.EmitLoad(_il, result);
            _il.Emit(OpCodes.Stloc, operands.GetTemporary(operands.Height, result));
            operands.PushStored(result);
        }
    }

    private void FinishScalar(CompiledSignature signature, FieldInfo value, int callee)
    {
        ValType type = signature.Type.Results[0];
        LocalBuilder returned = returnedValues.EmitReceive(signature.Return, signature.FuelField!);
        void LoadValue()
        {
            _il.Emit(OpCodes.Ldloc, returned);
            _il.Emit(OpCodes.Ldfld, value);
            if (type == ValType.I32)
            {
                _il.Emit(OpCodes.Conv_I4);
            }
        }

        checkpoints.EmitBehind(() =>
        {
            _il.LoadSlotAddress(context.Frame, callee);
            LoadValue();
            SlotAccess.EmitStore(_il, type);
        });
        locals.EmitMemoryRefresh();
        LoadValue();
        operands.Push(type);
    }
}

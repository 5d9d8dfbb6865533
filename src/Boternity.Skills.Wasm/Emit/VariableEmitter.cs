using System.Reflection.Emit;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>Locals, globals and select.</summary>
internal sealed class VariableEmitter(
    EmissionContext context, EmittedOperands operands, EmittedLocals locals, KnownBounds bounds)
{
    private readonly ILGenerator _il = context.IL;

    public void EmitSelect()
    {
        operands.LoadClean(3);
        ValType type = operands[operands.Height - 2].Type;
        _il.Emit(OpCodes.Call, HelperMethods.Select(CompiledSignature.ClrTypeOf(type)));
        operands.Take(3);
        operands.Push(type);
    }

    public void EmitLocalGet(int local)
    {
        locals.Load(local);
        operands.Push(locals.TypeOf(local), local);
    }

    public void EmitLocalSet(int local)
    {
        // Set to itself it does not change: what was read from it stays the same, and the interpreter takes it from
        // there.
        if (operands.Top.Local == local)
        {
            operands.Drop();
            return;
        }

        operands.LoadClean(1);
        locals.Store(local);
        operands.Take(1);
        Change(local);
    }

    public void EmitLocalTee(int local)
    {
        if (operands.Top.Local == local)
        {
            return;
        }

        operands.LoadClean(1);
        _il.Emit(OpCodes.Dup);
        locals.Store(local);
        int origin = operands.Top.Local;
        Change(local);
        operands.Top.Local = origin >= 0 ? origin : local;
    }

    public void EmitGlobalGet(int global)
    {
        ValType type = context.Module.GlobalTypes[global].Type;
        LoadGlobal(global);
        SlotAccess.EmitLoad(_il, type);
        operands.Push(type);
    }

    public void EmitGlobalSet(int global)
    {
        ValType type = context.Module.GlobalTypes[global].Type;
        operands.LoadClean(1);
        LocalBuilder value = operands.GetTemporary(operands.Height - 1, type);
        _il.Emit(OpCodes.Stloc, value);
        LoadGlobal(global);
        _il.Emit(OpCodes.Ldloc, value);
        SlotAccess.EmitStore(_il, type);
        operands.Take(1);
    }

    private void Change(int local)
    {
        operands.ForgetLocal(local);
        bounds.Forget(local);
    }

    private void LoadGlobal(int global)
    {
        _il.LoadArgument(context.Instance);
        _il.LoadInt(global);
        _il.Emit(OpCodes.Call, HelperMethods.Global);
    }
}

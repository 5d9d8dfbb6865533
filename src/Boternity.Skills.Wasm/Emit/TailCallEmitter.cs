using System.Reflection.Emit;
using System.Runtime.InteropServices;
using Boternity.Skills.Wasm.Interpretation;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// Tail calls. Between functions of one instance they are tail calls of the runtime: the callee takes the caller's
/// frame in the slots and on the thread's stack. All others (functions of the host and of other instances, callees with
/// more arguments on the stack, traps) are the interpreter's, which goes on at the call itself.
/// </summary>
internal sealed unsafe class TailCallEmitter(
    EmissionContext context, EmittedOperands operands, FuelEmitter fuel)
{
    // Integers that calls pass in registers, besides the three that every function has.
    private static readonly int FreeIntegers =
        OperatingSystem.IsWindows() || RuntimeInformation.ProcessArchitecture is not
            (Architecture.X64 or Architecture.Arm64)
            ? 0 : RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 3 : 5;

    private readonly ILGenerator _il = context.IL;
    private LocalBuilder? _address;

    public void EmitReturnCall(int function)
    {
        FuncType type = context.Module.GetFunctionType(function);
        operands.Spill();
        fuel.Flush();
        if (function < context.Module.ImportedFunctionCount || !IsTailCall(type))
        {
            EmitHandOver();
            return;
        }

        Label handOver = _il.DefineLabel();
        int frameBytes = TranslatedCode.GetFrameBytes(context.Function.Module.Code.Get(function));
        if (frameBytes > Math.Max(context.Layout.FrameBytes, NativeStackGuard.SmallFrameBytes))
        {
            _il.LoadSlotAddress(context.Frame, frameBytes);
            _il.LoadArgument(context.Instance);
            _il.Emit(OpCodes.Call, HelperMethods.HasSlots);
            _il.Emit(OpCodes.Brfalse, handOver);
        }

        context.Target.ProvideEntry(function);
        _address ??= _il.DeclareLocal(typeof(nint));
        _il.LoadLong((long)(context.Target.Entries + function));
        _il.Emit(OpCodes.Conv_I);
        _il.Emit(OpCodes.Ldind_I);
        _il.Emit(OpCodes.Stloc, _address);
        _il.Emit(OpCodes.Ldloc, _address);
        _il.LoadLong(context.Target.GetOutward(type));
        _il.Emit(OpCodes.Conv_I);
        _il.LoadArgument(context.Instance);
        _il.LoadInt(function);
        _il.Emit(OpCodes.Call, HelperMethods.PrepareTailCall);
        EmitTailCall(type);
        AddHandOver(handOver);
    }

    public void EmitReturnCallIndirect(int typeIndex, int table)
    {
        FuncType type = context.Module.Types[typeIndex];
        operands.Spill();
        fuel.Flush();
        if (!IsTailCall(type))
        {
            EmitHandOver();
            return;
        }

        Label handOver = _il.DefineLabel();
        _address ??= _il.DeclareLocal(typeof(nint));
        _il.Emit(OpCodes.Ldloc, operands.GetTemporary(operands.Height - 1, ValType.I32));
        _il.LoadArgument(context.Instance);
        _il.LoadInt(table);
        _il.LoadInt(context.Target.ProvideEntries(type));
        _il.LoadLong((long)context.Target.TypeNumbers);
        _il.Emit(OpCodes.Conv_I);
        _il.LoadLong((long)context.Target.Entries);
        _il.Emit(OpCodes.Conv_I);
        _il.LoadLong(context.Target.GetOutward(type));
        _il.Emit(OpCodes.Conv_I);
        _il.LoadArgument(context.Frame);
        _il.Emit(OpCodes.Call, HelperMethods.ResolveTailCall);
        _il.Emit(OpCodes.Stloc, _address);
        _il.Emit(OpCodes.Ldloc, _address);
        _il.Emit(OpCodes.Brfalse, handOver);
        AddHandOver(handOver);
        operands.Drop();
        EmitTailCall(type);
    }

    // Whether the runtime can have a callee take the caller's place: it has no more arguments on the stack. A region is
    // not called with the function's arguments.
    private bool IsTailCall(FuncType callee)
    {
        if (!context.Region.IsFunction || callee.Parameters.Contains(ValType.V128))
        {
            return false;
        }

        FuncType caller = context.Function.Type;
        return Count(callee, areFloats: false) <= Math.Max(FreeIntegers, Count(caller, areFloats: false))
            && Count(callee, areFloats: true) <= Count(caller, areFloats: true) + (FreeIntegers > 0 ? FreeFloats : 0);
    }

    // As many floats at least go into registers of their own where integers do.
    private int FreeFloats => Math.Max(0, 8 - Count(context.Function.Type, areFloats: true));

    private static int Count(FuncType type, bool areFloats)
    {
        int count = 0;
        foreach (ValType parameter in type.Parameters)
        {
            count += parameter is ValType.F32 or ValType.F64 == areFloats ? 1 : 0;
        }

        return count;
    }

    private void EmitTailCall(FuncType type)
    {
        operands.LoadAlone(type.Parameters.Length);
        context.LoadPlace();
        _il.Emit(OpCodes.Ldloc, _address!);
        _il.Emit(OpCodes.Tailcall);
        context.Target.GetSignature(type).EmitCall(_il);
        _il.Emit(OpCodes.Ret);
        operands.ForgetLoaded();
    }

    private void AddHandOver(Label label)
    {
        EmittedOperand[] saved = operands.ToArray();
        int word = context.Layout.WordOfTailCall(context.Current.Offset);
        context.AddCold(() =>
        {
            _il.MarkLabel(label);
            EmitHandOver(saved, word);
        });
    }

    private void EmitHandOver()
    {
        EmitHandOver(operands.ToArray(), context.Layout.WordOfTailCall(context.Current.Offset));
        operands.ForgetLoaded();
    }

    private void EmitHandOver(EmittedOperand[] saved, int word)
    {
        operands.EmitSave(saved);
        if (!context.Region.IsFunction)
        {
            context.EmitLeave(RegionExit.FirstWord - word);
            return;
        }

        context.LoadPlace();
        _il.LoadInt(context.Function.FunctionIndex);
        _il.LoadInt(word);
        _il.Emit(OpCodes.Call, HelperMethods.HandOver);
        _il.StoreArgument(context.Fuel);
        context.EmitReturnFromSlots();
    }
}

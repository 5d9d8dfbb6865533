using System.Reflection.Emit;
using Boternity.Skills.Wasm.Interpretation;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// Emits what is called for a large function: it puts the arguments into slots and goes from region to region, as each
/// says which block comes next. Where that has no machine code, the interpreter goes on.
/// </summary>
internal static unsafe class LargeFunctionEmitter
{
    public static void Emit(ILGenerator il, CompiledSignature signature, FunctionCode function, FunctionBodyCode body,
        FrameLayout layout, int[] zeroed)
    {
        int instance = signature.InstanceArgument;
        int frame = signature.FrameArgument;
        int fuel = signature.FuelArgument;
        int cost = body.CostOfRunAt(0);
        Label tooDeep = il.DefineLabel();
        Label measured = il.DefineLabel();
        Label tooLittleFuel = il.DefineLabel();
        Label begin = il.DefineLabel();
        StackCheckEmitter.Emit(il, instance, frame, layout.FrameBytes, tooDeep);
        il.MarkLabel(measured);
        il.LoadArgument(fuel);
        il.LoadLong(cost);
        il.Emit(OpCodes.Blt, tooLittleFuel);
        il.MarkLabel(begin);
        il.LoadArgument(fuel);
        il.LoadLong(cost);
        il.Emit(OpCodes.Sub);
        il.StoreArgument(fuel);
        AdapterEmitter.EmitStoreParameters(il, signature);
        EmitZeros(il, frame, body, zeroed);
        EmitRegions(il, signature, function);
        EmitCold();

        void EmitCold()
        {
            Label interpret = il.DefineLabel();
            il.MarkLabel(tooDeep);
            StackCheckEmitter.EmitDeepen(il, instance, frame, layout.FrameBytes);
            il.Emit(OpCodes.Brtrue, measured);
            il.Emit(OpCodes.Br, interpret);
            il.MarkLabel(tooLittleFuel);
            il.LoadArgument(instance);
            il.LoadArgument(frame);
            il.LoadArgument(fuel);
            il.LoadInt(cost);
            il.LoadInt(body.Instructions[0].Offset);
            il.Emit(OpCodes.Call, HelperMethods.TakeFuel);
            il.StoreArgument(fuel);
            il.LoadArgument(fuel);
            il.LoadLong(0);
            il.Emit(OpCodes.Bge, begin);
            il.LoadArgument(fuel);
            il.Emit(OpCodes.Not);
            il.StoreArgument(fuel);
            il.MarkLabel(interpret);
            AdapterEmitter.EmitInterpret(il, signature, function.FunctionIndex);
        }
    }

    private static void EmitZeros(ILGenerator il, int frame, FunctionBodyCode body, int[] zeroed)
    {
        foreach (int local in zeroed)
        {
            for (int slot = 0; slot < body.Locals.Get(local).SlotCount; slot++)
            {
                il.LoadSlotAddress(frame, body.LocalSlots[local] + (slot * sizeof(ulong)));
                il.LoadLong(0);
                il.Emit(OpCodes.Stind_I8);
            }
        }
    }

    private static void EmitRegions(ILGenerator il, CompiledSignature signature, FunctionCode function)
    {
        LocalBuilder next = il.DeclareLocal(typeof(long));
        LocalBuilder block = il.DeclareLocal(typeof(long));
        LocalBuilder entry = il.DeclareLocal(typeof(nint));
        LocalBuilder exit = il.DeclareLocal(typeof(RegionExit));
        Label loop = il.DefineLabel();
        Label leave = il.DefineLabel();
        Label returned = il.DefineLabel();
        Label passage = il.DefineLabel();
        il.LoadLong(0);
        il.Emit(OpCodes.Stloc, next);
        il.MarkLabel(loop);
        il.LoadLong((long)function.Regions!.Entries);
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Ldloc, next);
        il.LoadInt(3);
        il.Emit(OpCodes.Shl);
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ldind_I);
        il.Emit(OpCodes.Stloc, entry);
        il.Emit(OpCodes.Ldloc, entry);
        il.Emit(OpCodes.Brfalse, leave);
        il.Emit(OpCodes.Ldloc, next);
        il.Emit(OpCodes.Stloc, block);
        il.LoadArgument(signature.InstanceArgument);
        il.LoadArgument(signature.FrameArgument);
        il.LoadArgument(signature.FuelArgument);
        il.Emit(OpCodes.Ldloc, entry);
        il.LoadInt(sizeof(nint));
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Ldind_I);
        il.Emit(OpCodes.Ldloc, entry);
        il.Emit(OpCodes.Ldind_I);
        il.EmitCalli(OpCodes.Calli, System.Reflection.CallingConventions.Standard, typeof(RegionExit),
            CompiledSignature.RegionParameters, null);
        il.Emit(OpCodes.Stloc, exit);
        il.Emit(OpCodes.Ldloc, exit);
        il.Emit(OpCodes.Ldfld, HelperMethods.RegionFuel);
        il.StoreArgument(signature.FuelArgument);
        il.Emit(OpCodes.Ldloc, exit);
        il.Emit(OpCodes.Ldfld, HelperMethods.RegionNext);
        il.Emit(OpCodes.Stloc, next);
        il.Emit(OpCodes.Ldloc, next);
        il.LoadLong(0);
        il.Emit(OpCodes.Bge, passage);
        il.Emit(OpCodes.Ldloc, next);
        il.LoadLong(RegionExit.Returned);
        il.Emit(OpCodes.Beq, returned);
        il.MarkLabel(leave);
        il.LoadArgument(signature.InstanceArgument);
        il.LoadArgument(signature.FrameArgument);
        il.LoadArgument(signature.FuelArgument);
        il.LoadInt(function.FunctionIndex);
        il.Emit(OpCodes.Ldloc, next);
        il.Emit(OpCodes.Ldloc, block);
        il.Emit(OpCodes.Call, HelperMethods.ContinueCall);
        il.StoreArgument(signature.FuelArgument);
        il.MarkLabel(returned);
        AdapterEmitter.EmitReturnFromSlots(il, signature);
        il.MarkLabel(passage);
        il.LoadArgument(signature.FuelArgument);
        il.LoadLong(CompiledTransitions.FactorOfNotes);
        il.Emit(OpCodes.Mul);
        il.LoadInt(CompiledTransitions.ShiftOfNotes);
        il.Emit(OpCodes.Shr_Un);
        il.Emit(OpCodes.Brtrue, loop);
        il.LoadArgument(signature.InstanceArgument);
        il.LoadInt(function.FunctionIndex);
        il.Emit(OpCodes.Ldloc, next);
        il.Emit(OpCodes.Call, HelperMethods.NotePassage);
        il.Emit(OpCodes.Br, loop);
    }
}

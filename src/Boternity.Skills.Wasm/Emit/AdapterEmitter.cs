using System.Reflection.Emit;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>The two adapters that each type of function has, between arguments in registers and arguments in
/// slots.</summary>
internal static class AdapterEmitter
{
    /// <summary>Called like a compiled function; puts the arguments into slots and has the call made by whoever
    /// can.</summary>
    public static void EmitOutward(ILGenerator il, CompiledSignature signature)
    {
        EmitStoreParameters(il, signature);
        il.LoadArgument(signature.InstanceArgument);
        il.LoadArgument(signature.FrameArgument);
        il.LoadArgument(signature.FuelArgument);
        il.Emit(OpCodes.Call, HelperMethods.CallOut);
        il.StoreArgument(signature.FuelArgument);
        EmitReturnFromSlots(il, signature);
    }

    /// <summary>Called with slots: (instance, frame, fuel, code); calls the compiled function and puts its results into
    /// slots.</summary>
    public static void EmitInward(ILGenerator il, CompiledSignature signature)
    {
        int offset = 0;
        foreach (ValType type in signature.Type.Parameters)
        {
            il.LoadSlotAddress(1, offset);
            SlotAccess.EmitLoad(il, type);
            offset += type.SlotCount * sizeof(ulong);
        }

        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldarg_3);
        signature.EmitCall(il);
        if (signature.ValueField is { } value)
        {
            LocalBuilder returned = il.DeclareLocal(signature.Return);
            il.Emit(OpCodes.Stloc, returned);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldloc, returned);
            il.Emit(OpCodes.Ldfld, value);
            if (signature.Type.Results[0] == ValType.I32)
            {
                il.Emit(OpCodes.Conv_I4);
            }

            SlotAccess.EmitStore(il, signature.Type.Results[0]);
            il.Emit(OpCodes.Ldloc, returned);
            il.Emit(OpCodes.Ldfld, signature.FuelField!);
        }

        il.Emit(OpCodes.Ret);
    }

    /// <summary>In a function that has done nothing yet: the interpreter executes it.</summary>
    public static void EmitInterpret(ILGenerator il, CompiledSignature signature, int function)
    {
        EmitStoreParameters(il, signature);
        il.LoadArgument(signature.InstanceArgument);
        il.LoadArgument(signature.FrameArgument);
        il.LoadArgument(signature.FuelArgument);
        il.LoadInt(function);
        il.Emit(OpCodes.Call, HelperMethods.Interpret);
        il.StoreArgument(signature.FuelArgument);
        EmitReturnFromSlots(il, signature);
    }

    public static void EmitStoreParameters(ILGenerator il, CompiledSignature signature)
    {
        int offset = 0;
        for (int i = 0; i < signature.Type.Parameters.Length; i++)
        {
            ValType type = signature.Type.Parameters[i];
            il.LoadSlotAddress(signature.FrameArgument, offset);
            il.LoadArgument(i);
            SlotAccess.EmitStore(il, type);
            offset += type.SlotCount * sizeof(ulong);
        }
    }

    /// <summary>Returns what stands at the frame's start, with the fuel in its argument.</summary>
    public static void EmitReturnFromSlots(ILGenerator il, CompiledSignature signature)
    {
        if (signature.ValueField is { } value)
        {
            LocalBuilder returned = il.DeclareLocal(signature.Return);
            il.Emit(OpCodes.Ldloca, returned);
            il.LoadArgument(signature.FrameArgument);
            SlotAccess.EmitLoad(il, signature.Type.Results[0]);
            if (signature.Type.Results[0] == ValType.I32)
            {
                il.Emit(OpCodes.Conv_U8);
            }

            il.Emit(OpCodes.Stfld, value);
            il.Emit(OpCodes.Ldloca, returned);
            il.LoadArgument(signature.FuelArgument);
            il.Emit(OpCodes.Stfld, signature.FuelField!);
            il.Emit(OpCodes.Ldloc, returned);
        }
        else
        {
            il.LoadArgument(signature.FuelArgument);
        }

        il.Emit(OpCodes.Ret);
    }
}

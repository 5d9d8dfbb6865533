using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>Values in the slots of a frame, as the interpreter has them: i32 and f32 with a high half of
/// zero.</summary>
internal static unsafe class SlotAccess
{
    private static readonly MethodInfo ReadVector = HelperMethods.Of(LoadVector);
    private static readonly MethodInfo WriteVector = HelperMethods.Of(StoreVector);
    private static readonly MethodInfo WriteI32 = HelperMethods.Of(StoreI32);
    private static readonly MethodInfo WriteF32 = HelperMethods.Of(StoreF32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> LoadVector(nint address) => Vector128.Load((byte*)address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreVector(nint address, Vector128<byte> value) => value.Store((byte*)address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreI32(nint address, int value) => *(ulong*)address = (uint)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreF32(nint address, float value) => *(ulong*)address = BitConverter.SingleToUInt32Bits(value);

    /// <summary>On the stack: the slot's address. Leaves the value.</summary>
    public static void EmitLoad(ILGenerator il, ValType type)
    {
        switch (type)
        {
            case ValType.I32: il.Emit(OpCodes.Ldind_I4); break;
            case ValType.F32: il.Emit(OpCodes.Ldind_R4); break;
            case ValType.F64: il.Emit(OpCodes.Ldind_R8); break;
            case ValType.V128: il.Emit(OpCodes.Call, ReadVector); break;
            default: il.Emit(OpCodes.Ldind_I8); break;
        }
    }

    /// <summary>On the stack: the slot's address, and the value.</summary>
    public static void EmitStore(ILGenerator il, ValType type)
    {
        switch (type)
        {
            case ValType.I32: il.Emit(OpCodes.Call, WriteI32); break;
            case ValType.F32: il.Emit(OpCodes.Call, WriteF32); break;
            case ValType.F64: il.Emit(OpCodes.Stind_R8); break;
            case ValType.V128: il.Emit(OpCodes.Call, WriteVector); break;
            default: il.Emit(OpCodes.Stind_I8); break;
        }
    }
}

using System.Reflection.Emit;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>Constants of the guest as IL.</summary>
internal static class ConstantEmitter
{
    /// <summary>Pushes a scalar.</summary>
    public static void Load(ILGenerator il, ValType type, ulong bits)
    {
        switch (type)
        {
            case ValType.I32: il.LoadInt((int)bits); break;
            case ValType.F32 when float.IsNaN(BitConverter.UInt32BitsToSingle((uint)bits)):
                il.LoadInt((int)bits);
                il.Emit(OpCodes.Call, HelperMethods.NotANumber);
                break;
            case ValType.F64 when double.IsNaN(BitConverter.UInt64BitsToDouble(bits)):
                il.LoadLong((long)bits);
                il.Emit(OpCodes.Call, HelperMethods.Int64BitsToDouble);
                break;
            case ValType.F32: il.Emit(OpCodes.Ldc_R4, BitConverter.UInt32BitsToSingle((uint)bits)); break;
            case ValType.F64: il.Emit(OpCodes.Ldc_R8, BitConverter.UInt64BitsToDouble(bits)); break;
            default: il.LoadLong((long)bits); break;
        }
    }

    /// <summary>Pushes a vector.</summary>
    public static void LoadVector(ILGenerator il, ulong low, ulong high)
    {
        il.LoadLong((long)low);
        il.LoadLong((long)high);
        il.Emit(OpCodes.Call, VectorConstants.FromHalves);
    }
}

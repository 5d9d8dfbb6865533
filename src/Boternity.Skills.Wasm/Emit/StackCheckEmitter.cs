using System.Reflection.Emit;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>Looks whether code may go as deep as it is; see <see cref="NativeStackGuard"/>.</summary>
internal static class StackCheckEmitter
{
    /// <summary>Branches where the thread's stack or the slots end.</summary>
    /// <param name="il">Where to.</param>
    /// <param name="instance">The argument that has the instance.</param>
    /// <param name="frame">The argument that has the frame's address.</param>
    /// <param name="frameBytes">The size of the frame.</param>
    /// <param name="tooDeep">Where to branch.</param>
    public static void Emit(ILGenerator il, int instance, int frame, int frameBytes, Label tooDeep)
    {
        LocalBuilder here = il.DeclareLocal(typeof(int));
        il.Emit(OpCodes.Ldloca, here);
        il.Emit(OpCodes.Conv_U);
        il.LoadArgument(instance);
        il.Emit(OpCodes.Call, HelperMethods.HasRoom);
        il.Emit(OpCodes.Brfalse, tooDeep);
        if (frameBytes <= NativeStackGuard.SmallFrameBytes)
        {
            return;
        }

        il.LoadSlotAddress(frame, frameBytes);
        il.LoadArgument(instance);
        il.Emit(OpCodes.Call, HelperMethods.HasFrame);
        il.Emit(OpCodes.Brfalse, tooDeep);
    }

    /// <summary>Asks the runtime for more, and leaves whether there is.</summary>
    public static void EmitDeepen(ILGenerator il, int instance, int frame, int frameBytes)
    {
        il.LoadSlotAddress(frame, frameBytes);
        il.LoadArgument(instance);
        il.Emit(OpCodes.Call, HelperMethods.TryDeepen);
    }
}

using System.Reflection.Emit;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>Instructions of IL whose operand is shorter than an int.</summary>
internal static class IlWriting
{
    extension(ILGenerator il)
    {
        public void LoadArgument(int index) => il.Emit(OpCodes.Ldarg, (short)index);

        public void StoreArgument(int index) => il.Emit(OpCodes.Starg, (short)index);

        public void LoadInt(int value) => il.Emit(OpCodes.Ldc_I4, value);

        public void LoadLong(long value) => il.Emit(OpCodes.Ldc_I8, value);

        /// <summary>Pushes the address of a slot.</summary>
        /// <param name="frameArgument">The argument that has the frame's address.</param>
        /// <param name="offset">The slot, in bytes from there.</param>
        public void LoadSlotAddress(int frameArgument, int offset)
        {
            il.LoadArgument(frameArgument);
            if (offset == 0) return;
            il.LoadInt(offset);
            il.Emit(OpCodes.Add);
        }
    }
}

using System.Reflection.Emit;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>Instructions of IL in their shortest form: the JIT gives up on methods by their size.</summary>
internal static class ILGeneratorExtensions
{
    extension(ILGenerator il)
    {
        public void LoadArgument(int index)
        {
            switch (index)
            {
                case 0: il.Emit(OpCodes.Ldarg_0); break;
                case 1: il.Emit(OpCodes.Ldarg_1); break;
                case 2: il.Emit(OpCodes.Ldarg_2); break;
                case 3: il.Emit(OpCodes.Ldarg_3); break;
                case <= byte.MaxValue: il.Emit(OpCodes.Ldarg_S, (byte)index); break;
                default: il.Emit(OpCodes.Ldarg, (short)index); break;
            }
        }

        public void StoreArgument(int index)
        {
            if (index <= byte.MaxValue)
            {
                il.Emit(OpCodes.Starg_S, (byte)index);
            }
            else
            {
                il.Emit(OpCodes.Starg, (short)index);
            }
        }

        public void LoadInt(int value)
        {
            if (value is >= sbyte.MinValue and <= sbyte.MaxValue)
            {
                il.Emit(OpCodes.Ldc_I4_S, (sbyte)value);
            }
            else
            {
                il.Emit(OpCodes.Ldc_I4, value);
            }
        }

        public void LoadLong(long value)
        {
            if (value != (int)value)
            {
                il.Emit(OpCodes.Ldc_I8, value);
                return;
            }

            il.LoadInt((int)value);
            il.Emit(OpCodes.Conv_I8);
        }

        /// <summary>Pushes the address of a slot.</summary>
        /// <param name="frameArgument">The argument that has the frame's address.</param>
        /// <param name="offset">The slot, in bytes from there.</param>
        public void LoadSlotAddress(int frameArgument, int offset)
        {
            il.LoadArgument(frameArgument);
            if (offset == 0)
            {
                return;
            }

            il.LoadInt(offset);
            il.Emit(OpCodes.Add);
        }
    }
}

using System.Numerics;
using System.Runtime.InteropServices;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Validation;

/// <summary>Compares rows of types, many at a time: short instructions may move a thousand operands.</summary>
internal static class OperandMatching
{
    /// <summary>Whether each operand has the type that is expected, or is of any type.</summary>
    /// <param name="actual">The operands; <see cref="ValType.Unknown"/> fits whatever is expected.</param>
    /// <param name="expected">As many types.</param>
    public static bool Match(ReadOnlySpan<ValType> actual, ReadOnlySpan<ValType> expected)
    {
        if (actual.SequenceEqual(expected))
        {
            return true;
        }

        ReadOnlySpan<byte> left = MemoryMarshal.AsBytes(actual);
        ReadOnlySpan<byte> right = MemoryMarshal.AsBytes(expected);
        int i = 0;
        for (; i <= left.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            var operands = new Vector<byte>(left[i..]);
            Vector<byte> fits = Vector.Equals(operands, new Vector<byte>(right[i..]))
                | Vector.Equals(operands, Vector<byte>.Zero);
            if (!Vector.EqualsAll(fits, Vector<byte>.AllBitsSet))
            {
                return false;
            }
        }

        for (; i < left.Length; i++)
        {
            if (left[i] != right[i] && left[i] != (byte)ValType.Unknown)
            {
                return false;
            }
        }

        return true;
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Runtime.Numerics;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>
/// Executes vector instructions. A: result; B, C and the second word's A: operands; the second word's B: lane. The
/// instruction is the second word's <see cref="Instr.Op"/>. One method a family, because the JIT gives up on one for
/// all.
/// </summary>
internal static unsafe partial class VectorInterpreter
{
    private static readonly byte[] Families = MakeFamilies();

    /// <summary>Executes an instruction that does not touch memory.</summary>
    public static void Execute(Instr* i, byte* fp)
    {
        var opcode = (Opcode)i[1].Op;
        bool done = Families[(byte)opcode] switch
        {
            1 => ExecuteLanes(opcode, i, fp),
            2 => ExecuteCompare(opcode, i, fp),
            3 => ExecuteBitwise(opcode, i, fp),
            4 => ExecuteIntegers(opcode, i, fp),
            5 => ExecuteWidening(opcode, i, fp),
            6 => ExecuteFloats(opcode, i, fp),
            _ => ExecuteShuffle(opcode, i, fp),
        };
        if (!done)
        {
            throw new InvalidOperationException($"The opcode table has {opcode}, the interpreter has not.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Read(byte* fp, uint register) => Vector128.Load(fp + register);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(byte* fp, uint register, Vector128<byte> value) => value.Store(fp + register);

    // The lanes stand in a third word, as a vector.
    private static bool ExecuteShuffle(Opcode opcode, Instr* i, byte* fp)
    {
        if (opcode != Opcode.I8x16Shuffle)
        {
            return false;
        }

        Write(fp, i->A, SimdOps.I8x16Shuffle(Read(fp, i->B), Read(fp, i->C), Read(fp, i[1].A)));
        return true;
    }

    // Which family an instruction is in is found once, by its name in the table.
    private static byte[] MakeFamilies()
    {
        var families = new byte[256];
        foreach (OpcodeInfo info in OpcodeTable.All)
        {
            if ((int)info.Opcode >> 8 == OpcodeTable.VectorPrefix)
            {
                families[(byte)info.Opcode] = FamilyOf(info);
            }
        }

        return families;
    }

    private static byte FamilyOf(OpcodeInfo info)
    {
        string shape = info.Name[..info.Name.IndexOf('.', StringComparison.Ordinal)];
        string operation = info.Name[(shape.Length + 1)..].Split('_')[0];
        if (info.Immediate == ImmediateKind.Shuffle)
        {
            return 7;
        }

        if (shape == "v128")
        {
            return 3;
        }

        if (info.Immediate == ImmediateKind.Lane || operation is "splat" or "swizzle")
        {
            return 1;
        }

        if (operation is "eq" or "ne" or "lt" or "gt" or "le" or "ge")
        {
            return 2;
        }

        if (shape is "f32x4" or "f64x2" || info.Name.Contains("trunc_sat", StringComparison.Ordinal))
        {
            return 6;
        }

        return operation is "extend" or "extmul" or "extadd" or "narrow" or "dot" ? (byte)5 : (byte)4;
    }
}

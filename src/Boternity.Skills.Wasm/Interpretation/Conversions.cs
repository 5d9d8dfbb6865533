using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Runtime.Numerics;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>How a trapping conversion of a float to an integer ends.</summary>
internal enum TruncationTrap
{
    None,
    NotANumber,
    Overflow,
}

/// <summary>Conversions of floats to integers, kept out of the loop.</summary>
internal static unsafe class Conversions
{
    /// <summary>Executes one of the trapping conversions.</summary>
    public static TruncationTrap Truncate(Instr* i, byte* fp)
    {
        float single = *(float*)(fp + i->B);
        double twice = *(double*)(fp + i->B);
        ulong* result = (ulong*)(fp + i->A);
        bool done;
        bool isNaN = double.IsNaN(twice);
        switch (i->Op)
        {
            case RegisterOp.I32TruncF32S:
                done = FloatOps.TryI32TruncF32S(single, out int a);
                isNaN = float.IsNaN(single);
                *result = (uint)a;
                break;
            case RegisterOp.I32TruncF32U:
                done = FloatOps.TryI32TruncF32U(single, out uint b);
                isNaN = float.IsNaN(single);
                *result = b;
                break;
            case RegisterOp.I32TruncF64S: done = FloatOps.TryI32TruncF64S(twice, out int c); *result = (uint)c; break;
            case RegisterOp.I32TruncF64U: done = FloatOps.TryI32TruncF64U(twice, out uint d); *result = d; break;
            case RegisterOp.I64TruncF32S:
                done = FloatOps.TryI64TruncF32S(single, out long e);
                isNaN = float.IsNaN(single);
                *result = (ulong)e;
                break;
            case RegisterOp.I64TruncF32U:
                done = FloatOps.TryI64TruncF32U(single, out ulong f);
                isNaN = float.IsNaN(single);
                *result = f;
                break;
            case RegisterOp.I64TruncF64S: done = FloatOps.TryI64TruncF64S(twice, out long g); *result = (ulong)g; break;
            default: done = FloatOps.TryI64TruncF64U(twice, out ulong h); *result = h; break;
        }

        if (done)
        {
            return TruncationTrap.None;
        }

        return isNaN ? TruncationTrap.NotANumber : TruncationTrap.Overflow;
    }

    /// <summary>Executes one of the saturating conversions; C says which.</summary>
    public static void TruncateSaturating(Instr* i, byte* fp)
    {
        float single = *(float*)(fp + i->B);
        double twice = *(double*)(fp + i->B);
        *(ulong*)(fp + i->A) = (Opcode)i->C switch
        {
            Opcode.I32TruncSatF32S => (uint)FloatOps.I32TruncSatF32S(single),
            Opcode.I32TruncSatF32U => FloatOps.I32TruncSatF32U(single),
            Opcode.I32TruncSatF64S => (uint)FloatOps.I32TruncSatF64S(twice),
            Opcode.I32TruncSatF64U => FloatOps.I32TruncSatF64U(twice),
            Opcode.I64TruncSatF32S => (ulong)FloatOps.I64TruncSatF32S(single),
            Opcode.I64TruncSatF32U => FloatOps.I64TruncSatF32U(single),
            Opcode.I64TruncSatF64S => (ulong)FloatOps.I64TruncSatF64S(twice),
            _ => FloatOps.I64TruncSatF64U(twice),
        };
    }
}

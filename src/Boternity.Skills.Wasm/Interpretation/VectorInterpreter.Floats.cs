using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Runtime.Numerics;

namespace Boternity.Skills.Wasm.Interpretation;

internal static unsafe partial class VectorInterpreter
{
    private static bool ExecuteFloats(Opcode opcode, Instr* i, byte* fp)
    {
        switch (opcode)
        {
            case Opcode.F32x4DemoteF64x2Zero: Write(fp, i->A, SimdOps.F32x4DemoteF64x2Zero(Read(fp, i->B))); break;
            case Opcode.F64x2PromoteLowF32x4: Write(fp, i->A, SimdOps.F64x2PromoteLowF32x4(Read(fp, i->B))); break;
            case Opcode.F32x4Ceil: Write(fp, i->A, SimdOps.F32x4Ceil(Read(fp, i->B))); break;
            case Opcode.F32x4Floor: Write(fp, i->A, SimdOps.F32x4Floor(Read(fp, i->B))); break;
            case Opcode.F32x4Trunc: Write(fp, i->A, SimdOps.F32x4Trunc(Read(fp, i->B))); break;
            case Opcode.F32x4Nearest: Write(fp, i->A, SimdOps.F32x4Nearest(Read(fp, i->B))); break;
            case Opcode.F64x2Ceil: Write(fp, i->A, SimdOps.F64x2Ceil(Read(fp, i->B))); break;
            case Opcode.F64x2Floor: Write(fp, i->A, SimdOps.F64x2Floor(Read(fp, i->B))); break;
            case Opcode.F64x2Trunc: Write(fp, i->A, SimdOps.F64x2Trunc(Read(fp, i->B))); break;
            case Opcode.F64x2Nearest: Write(fp, i->A, SimdOps.F64x2Nearest(Read(fp, i->B))); break;
            case Opcode.F32x4Abs: Write(fp, i->A, SimdOps.F32x4Abs(Read(fp, i->B))); break;
            case Opcode.F32x4Neg: Write(fp, i->A, SimdOps.F32x4Neg(Read(fp, i->B))); break;
            case Opcode.F32x4Sqrt: Write(fp, i->A, SimdOps.F32x4Sqrt(Read(fp, i->B))); break;
            case Opcode.F32x4Add: Write(fp, i->A, SimdOps.F32x4Add(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F32x4Sub: Write(fp, i->A, SimdOps.F32x4Sub(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F32x4Mul: Write(fp, i->A, SimdOps.F32x4Mul(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F32x4Div: Write(fp, i->A, SimdOps.F32x4Div(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F32x4Min: Write(fp, i->A, SimdOps.F32x4Min(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F32x4Max: Write(fp, i->A, SimdOps.F32x4Max(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F32x4Pmin: Write(fp, i->A, SimdOps.F32x4Pmin(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F32x4Pmax: Write(fp, i->A, SimdOps.F32x4Pmax(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F64x2Abs: Write(fp, i->A, SimdOps.F64x2Abs(Read(fp, i->B))); break;
            case Opcode.F64x2Neg: Write(fp, i->A, SimdOps.F64x2Neg(Read(fp, i->B))); break;
            case Opcode.F64x2Sqrt: Write(fp, i->A, SimdOps.F64x2Sqrt(Read(fp, i->B))); break;
            case Opcode.F64x2Add: Write(fp, i->A, SimdOps.F64x2Add(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F64x2Sub: Write(fp, i->A, SimdOps.F64x2Sub(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F64x2Mul: Write(fp, i->A, SimdOps.F64x2Mul(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F64x2Div: Write(fp, i->A, SimdOps.F64x2Div(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F64x2Min: Write(fp, i->A, SimdOps.F64x2Min(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F64x2Max: Write(fp, i->A, SimdOps.F64x2Max(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F64x2Pmin: Write(fp, i->A, SimdOps.F64x2Pmin(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F64x2Pmax: Write(fp, i->A, SimdOps.F64x2Pmax(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I32x4TruncSatF32x4S: Write(fp, i->A, SimdOps.I32x4TruncSatF32x4S(Read(fp, i->B))); break;
            case Opcode.I32x4TruncSatF32x4U: Write(fp, i->A, SimdOps.I32x4TruncSatF32x4U(Read(fp, i->B))); break;
            case Opcode.F32x4ConvertI32x4S: Write(fp, i->A, SimdOps.F32x4ConvertI32x4S(Read(fp, i->B))); break;
            case Opcode.F32x4ConvertI32x4U: Write(fp, i->A, SimdOps.F32x4ConvertI32x4U(Read(fp, i->B))); break;
            case Opcode.I32x4TruncSatF64x2SZero:
                Write(fp, i->A, SimdOps.I32x4TruncSatF64x2SZero(Read(fp, i->B)));
                break;
            case Opcode.I32x4TruncSatF64x2UZero:
                Write(fp, i->A, SimdOps.I32x4TruncSatF64x2UZero(Read(fp, i->B)));
                break;
            case Opcode.F64x2ConvertLowI32x4S: Write(fp, i->A, SimdOps.F64x2ConvertLowI32x4S(Read(fp, i->B))); break;
            case Opcode.F64x2ConvertLowI32x4U: Write(fp, i->A, SimdOps.F64x2ConvertLowI32x4U(Read(fp, i->B))); break;
            default: return false;
        }

        return true;
    }
}

using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Runtime.Numerics;

namespace Boternity.Skills.Wasm.Interpretation;

internal static unsafe partial class VectorInterpreter
{
    private static bool ExecuteCompare(Opcode opcode, Instr* i, byte* fp)
    {
        switch (opcode)
        {
            case Opcode.I8x16Eq: Write(fp, i->A, SimdOps.I8x16Eq(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I8x16Ne: Write(fp, i->A, SimdOps.I8x16Ne(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I8x16LtS: Write(fp, i->A, SimdOps.I8x16LtS(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I8x16LtU: Write(fp, i->A, SimdOps.I8x16LtU(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I8x16GtS: Write(fp, i->A, SimdOps.I8x16GtS(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I8x16GtU: Write(fp, i->A, SimdOps.I8x16GtU(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I8x16LeS: Write(fp, i->A, SimdOps.I8x16LeS(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I8x16LeU: Write(fp, i->A, SimdOps.I8x16LeU(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I8x16GeS: Write(fp, i->A, SimdOps.I8x16GeS(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I8x16GeU: Write(fp, i->A, SimdOps.I8x16GeU(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I16x8Eq: Write(fp, i->A, SimdOps.I16x8Eq(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I16x8Ne: Write(fp, i->A, SimdOps.I16x8Ne(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I16x8LtS: Write(fp, i->A, SimdOps.I16x8LtS(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I16x8LtU: Write(fp, i->A, SimdOps.I16x8LtU(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I16x8GtS: Write(fp, i->A, SimdOps.I16x8GtS(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I16x8GtU: Write(fp, i->A, SimdOps.I16x8GtU(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I16x8LeS: Write(fp, i->A, SimdOps.I16x8LeS(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I16x8LeU: Write(fp, i->A, SimdOps.I16x8LeU(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I16x8GeS: Write(fp, i->A, SimdOps.I16x8GeS(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I16x8GeU: Write(fp, i->A, SimdOps.I16x8GeU(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I32x4Eq: Write(fp, i->A, SimdOps.I32x4Eq(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I32x4Ne: Write(fp, i->A, SimdOps.I32x4Ne(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I32x4LtS: Write(fp, i->A, SimdOps.I32x4LtS(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I32x4LtU: Write(fp, i->A, SimdOps.I32x4LtU(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I32x4GtS: Write(fp, i->A, SimdOps.I32x4GtS(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I32x4GtU: Write(fp, i->A, SimdOps.I32x4GtU(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I32x4LeS: Write(fp, i->A, SimdOps.I32x4LeS(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I32x4LeU: Write(fp, i->A, SimdOps.I32x4LeU(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I32x4GeS: Write(fp, i->A, SimdOps.I32x4GeS(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I32x4GeU: Write(fp, i->A, SimdOps.I32x4GeU(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F32x4Eq: Write(fp, i->A, SimdOps.F32x4Eq(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F32x4Ne: Write(fp, i->A, SimdOps.F32x4Ne(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F32x4Lt: Write(fp, i->A, SimdOps.F32x4Lt(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F32x4Gt: Write(fp, i->A, SimdOps.F32x4Gt(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F32x4Le: Write(fp, i->A, SimdOps.F32x4Le(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F32x4Ge: Write(fp, i->A, SimdOps.F32x4Ge(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F64x2Eq: Write(fp, i->A, SimdOps.F64x2Eq(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F64x2Ne: Write(fp, i->A, SimdOps.F64x2Ne(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F64x2Lt: Write(fp, i->A, SimdOps.F64x2Lt(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F64x2Gt: Write(fp, i->A, SimdOps.F64x2Gt(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F64x2Le: Write(fp, i->A, SimdOps.F64x2Le(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.F64x2Ge: Write(fp, i->A, SimdOps.F64x2Ge(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I64x2Eq: Write(fp, i->A, SimdOps.I64x2Eq(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I64x2Ne: Write(fp, i->A, SimdOps.I64x2Ne(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I64x2LtS: Write(fp, i->A, SimdOps.I64x2LtS(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I64x2GtS: Write(fp, i->A, SimdOps.I64x2GtS(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I64x2LeS: Write(fp, i->A, SimdOps.I64x2LeS(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I64x2GeS: Write(fp, i->A, SimdOps.I64x2GeS(Read(fp, i->B), Read(fp, i->C))); break;
            default: return false;
        }

        return true;
    }
}

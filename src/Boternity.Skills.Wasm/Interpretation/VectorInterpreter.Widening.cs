using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Runtime.Numerics;

namespace Boternity.Skills.Wasm.Interpretation;

internal static unsafe partial class VectorInterpreter
{
    private static bool ExecuteWidening(Opcode opcode, Instr* i, byte* fp)
    {
        switch (opcode)
        {
            case Opcode.I8x16NarrowI16x8S:
                Write(fp, i->A, SimdOps.I8x16NarrowI16x8S(Read(fp, i->B), Read(fp, i->C)));
                break;
            case Opcode.I8x16NarrowI16x8U:
                Write(fp, i->A, SimdOps.I8x16NarrowI16x8U(Read(fp, i->B), Read(fp, i->C)));
                break;
            case Opcode.I16x8ExtaddPairwiseI8x16S:
                Write(fp, i->A, SimdOps.I16x8ExtaddPairwiseI8x16S(Read(fp, i->B)));
                break;
            case Opcode.I16x8ExtaddPairwiseI8x16U:
                Write(fp, i->A, SimdOps.I16x8ExtaddPairwiseI8x16U(Read(fp, i->B)));
                break;
            case Opcode.I32x4ExtaddPairwiseI16x8S:
                Write(fp, i->A, SimdOps.I32x4ExtaddPairwiseI16x8S(Read(fp, i->B)));
                break;
            case Opcode.I32x4ExtaddPairwiseI16x8U:
                Write(fp, i->A, SimdOps.I32x4ExtaddPairwiseI16x8U(Read(fp, i->B)));
                break;
            case Opcode.I16x8NarrowI32x4S:
                Write(fp, i->A, SimdOps.I16x8NarrowI32x4S(Read(fp, i->B), Read(fp, i->C)));
                break;
            case Opcode.I16x8NarrowI32x4U:
                Write(fp, i->A, SimdOps.I16x8NarrowI32x4U(Read(fp, i->B), Read(fp, i->C)));
                break;
            case Opcode.I16x8ExtendLowI8x16S: Write(fp, i->A, SimdOps.I16x8ExtendLowI8x16S(Read(fp, i->B))); break;
            case Opcode.I16x8ExtendHighI8x16S: Write(fp, i->A, SimdOps.I16x8ExtendHighI8x16S(Read(fp, i->B))); break;
            case Opcode.I16x8ExtendLowI8x16U: Write(fp, i->A, SimdOps.I16x8ExtendLowI8x16U(Read(fp, i->B))); break;
            case Opcode.I16x8ExtendHighI8x16U: Write(fp, i->A, SimdOps.I16x8ExtendHighI8x16U(Read(fp, i->B))); break;
            case Opcode.I16x8ExtmulLowI8x16S:
                Write(fp, i->A, SimdOps.I16x8ExtmulLowI8x16S(Read(fp, i->B), Read(fp, i->C)));
                break;
            case Opcode.I16x8ExtmulHighI8x16S:
                Write(fp, i->A, SimdOps.I16x8ExtmulHighI8x16S(Read(fp, i->B), Read(fp, i->C)));
                break;
            case Opcode.I16x8ExtmulLowI8x16U:
                Write(fp, i->A, SimdOps.I16x8ExtmulLowI8x16U(Read(fp, i->B), Read(fp, i->C)));
                break;
            case Opcode.I16x8ExtmulHighI8x16U:
                Write(fp, i->A, SimdOps.I16x8ExtmulHighI8x16U(Read(fp, i->B), Read(fp, i->C)));
                break;
            case Opcode.I32x4ExtendLowI16x8S: Write(fp, i->A, SimdOps.I32x4ExtendLowI16x8S(Read(fp, i->B))); break;
            case Opcode.I32x4ExtendHighI16x8S: Write(fp, i->A, SimdOps.I32x4ExtendHighI16x8S(Read(fp, i->B))); break;
            case Opcode.I32x4ExtendLowI16x8U: Write(fp, i->A, SimdOps.I32x4ExtendLowI16x8U(Read(fp, i->B))); break;
            case Opcode.I32x4ExtendHighI16x8U: Write(fp, i->A, SimdOps.I32x4ExtendHighI16x8U(Read(fp, i->B))); break;
            case Opcode.I32x4DotI16x8S: Write(fp, i->A, SimdOps.I32x4DotI16x8S(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I32x4ExtmulLowI16x8S:
                Write(fp, i->A, SimdOps.I32x4ExtmulLowI16x8S(Read(fp, i->B), Read(fp, i->C)));
                break;
            case Opcode.I32x4ExtmulHighI16x8S:
                Write(fp, i->A, SimdOps.I32x4ExtmulHighI16x8S(Read(fp, i->B), Read(fp, i->C)));
                break;
            case Opcode.I32x4ExtmulLowI16x8U:
                Write(fp, i->A, SimdOps.I32x4ExtmulLowI16x8U(Read(fp, i->B), Read(fp, i->C)));
                break;
            case Opcode.I32x4ExtmulHighI16x8U:
                Write(fp, i->A, SimdOps.I32x4ExtmulHighI16x8U(Read(fp, i->B), Read(fp, i->C)));
                break;
            case Opcode.I64x2ExtendLowI32x4S: Write(fp, i->A, SimdOps.I64x2ExtendLowI32x4S(Read(fp, i->B))); break;
            case Opcode.I64x2ExtendHighI32x4S: Write(fp, i->A, SimdOps.I64x2ExtendHighI32x4S(Read(fp, i->B))); break;
            case Opcode.I64x2ExtendLowI32x4U: Write(fp, i->A, SimdOps.I64x2ExtendLowI32x4U(Read(fp, i->B))); break;
            case Opcode.I64x2ExtendHighI32x4U: Write(fp, i->A, SimdOps.I64x2ExtendHighI32x4U(Read(fp, i->B))); break;
            case Opcode.I64x2ExtmulLowI32x4S:
                Write(fp, i->A, SimdOps.I64x2ExtmulLowI32x4S(Read(fp, i->B), Read(fp, i->C)));
                break;
            case Opcode.I64x2ExtmulHighI32x4S:
                Write(fp, i->A, SimdOps.I64x2ExtmulHighI32x4S(Read(fp, i->B), Read(fp, i->C)));
                break;
            case Opcode.I64x2ExtmulLowI32x4U:
                Write(fp, i->A, SimdOps.I64x2ExtmulLowI32x4U(Read(fp, i->B), Read(fp, i->C)));
                break;
            case Opcode.I64x2ExtmulHighI32x4U:
                Write(fp, i->A, SimdOps.I64x2ExtmulHighI32x4U(Read(fp, i->B), Read(fp, i->C)));
                break;
            default: return false;
        }

        return true;
    }
}

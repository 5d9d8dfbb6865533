using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Runtime.Numerics;

namespace Boternity.Skills.Wasm.Interpretation;

internal static unsafe partial class VectorInterpreter
{
    private static bool ExecuteLanes(Opcode opcode, Instr* i, byte* fp)
    {
        switch (opcode)
        {
            case Opcode.I8x16Swizzle: Write(fp, i->A, SimdOps.I8x16Swizzle(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I8x16Splat: Write(fp, i->A, SimdOps.I8x16Splat(*(int*)(fp + i->B))); break;
            case Opcode.I16x8Splat: Write(fp, i->A, SimdOps.I16x8Splat(*(int*)(fp + i->B))); break;
            case Opcode.I32x4Splat: Write(fp, i->A, SimdOps.I32x4Splat(*(int*)(fp + i->B))); break;
            case Opcode.I64x2Splat: Write(fp, i->A, SimdOps.I64x2Splat(*(long*)(fp + i->B))); break;
            case Opcode.F32x4Splat: Write(fp, i->A, SimdOps.F32x4Splat(*(float*)(fp + i->B))); break;
            case Opcode.F64x2Splat: Write(fp, i->A, SimdOps.F64x2Splat(*(double*)(fp + i->B))); break;
            case Opcode.I8x16ExtractLaneS:
                *(ulong*)(fp + i->A) = (uint)SimdOps.I8x16ExtractLaneS(Read(fp, i->B), (int)i[1].B);
                break;
            case Opcode.I8x16ExtractLaneU:
                *(ulong*)(fp + i->A) = (uint)SimdOps.I8x16ExtractLaneU(Read(fp, i->B), (int)i[1].B);
                break;
            case Opcode.I8x16ReplaceLane:
                Write(fp, i->A, SimdOps.I8x16ReplaceLane(Read(fp, i->B), (int)i[1].B, *(int*)(fp + i->C)));
                break;
            case Opcode.I16x8ExtractLaneS:
                *(ulong*)(fp + i->A) = (uint)SimdOps.I16x8ExtractLaneS(Read(fp, i->B), (int)i[1].B);
                break;
            case Opcode.I16x8ExtractLaneU:
                *(ulong*)(fp + i->A) = (uint)SimdOps.I16x8ExtractLaneU(Read(fp, i->B), (int)i[1].B);
                break;
            case Opcode.I16x8ReplaceLane:
                Write(fp, i->A, SimdOps.I16x8ReplaceLane(Read(fp, i->B), (int)i[1].B, *(int*)(fp + i->C)));
                break;
            case Opcode.I32x4ExtractLane:
                *(ulong*)(fp + i->A) = (uint)SimdOps.I32x4ExtractLane(Read(fp, i->B), (int)i[1].B);
                break;
            case Opcode.I32x4ReplaceLane:
                Write(fp, i->A, SimdOps.I32x4ReplaceLane(Read(fp, i->B), (int)i[1].B, *(int*)(fp + i->C)));
                break;
            case Opcode.I64x2ExtractLane:
                *(ulong*)(fp + i->A) = (ulong)SimdOps.I64x2ExtractLane(Read(fp, i->B), (int)i[1].B);
                break;
            case Opcode.I64x2ReplaceLane:
                Write(fp, i->A, SimdOps.I64x2ReplaceLane(Read(fp, i->B), (int)i[1].B, *(long*)(fp + i->C)));
                break;
            case Opcode.F32x4ExtractLane:
                *(ulong*)(fp
                    + i->A) = BitConverter.SingleToUInt32Bits(SimdOps.F32x4ExtractLane(Read(fp, i->B), (int)i[1].B));
                break;
            case Opcode.F32x4ReplaceLane:
                Write(fp, i->A, SimdOps.F32x4ReplaceLane(Read(fp, i->B), (int)i[1].B, *(float*)(fp + i->C)));
                break;
            case Opcode.F64x2ExtractLane:
                *(double*)(fp + i->A) = SimdOps.F64x2ExtractLane(Read(fp, i->B), (int)i[1].B);
                break;
            case Opcode.F64x2ReplaceLane:
                Write(fp, i->A, SimdOps.F64x2ReplaceLane(Read(fp, i->B), (int)i[1].B, *(double*)(fp + i->C)));
                break;
            default: return false;
        }

        return true;
    }
}

using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Runtime.Numerics;

namespace Boternity.Skills.Wasm.Interpretation;

internal static unsafe partial class VectorInterpreter
{
    private static bool ExecuteIntegers(Opcode opcode, Instr* i, byte* fp)
    {
        switch (opcode)
        {
            case Opcode.I8x16Abs: Write(fp, i->A, SimdOps.I8x16Abs(Read(fp, i->B))); break;
            case Opcode.I8x16Neg: Write(fp, i->A, SimdOps.I8x16Neg(Read(fp, i->B))); break;
            case Opcode.I8x16Popcnt: Write(fp, i->A, SimdOps.I8x16Popcnt(Read(fp, i->B))); break;
            case Opcode.I8x16AllTrue: *(ulong*)(fp + i->A) = (uint)SimdOps.I8x16AllTrue(Read(fp, i->B)); break;
            case Opcode.I8x16Bitmask: *(ulong*)(fp + i->A) = (uint)SimdOps.I8x16Bitmask(Read(fp, i->B)); break;
            case Opcode.I8x16Shl: Write(fp, i->A, SimdOps.I8x16Shl(Read(fp, i->B), *(int*)(fp + i->C))); break;
            case Opcode.I8x16ShrS: Write(fp, i->A, SimdOps.I8x16ShrS(Read(fp, i->B), *(int*)(fp + i->C))); break;
            case Opcode.I8x16ShrU: Write(fp, i->A, SimdOps.I8x16ShrU(Read(fp, i->B), *(int*)(fp + i->C))); break;
            case Opcode.I8x16Add: Write(fp, i->A, SimdOps.I8x16Add(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I8x16AddSatS: Write(fp, i->A, SimdOps.I8x16AddSatS(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I8x16AddSatU: Write(fp, i->A, SimdOps.I8x16AddSatU(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I8x16Sub: Write(fp, i->A, SimdOps.I8x16Sub(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I8x16SubSatS: Write(fp, i->A, SimdOps.I8x16SubSatS(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I8x16SubSatU: Write(fp, i->A, SimdOps.I8x16SubSatU(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I8x16MinS: Write(fp, i->A, SimdOps.I8x16MinS(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I8x16MinU: Write(fp, i->A, SimdOps.I8x16MinU(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I8x16MaxS: Write(fp, i->A, SimdOps.I8x16MaxS(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I8x16MaxU: Write(fp, i->A, SimdOps.I8x16MaxU(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I8x16AvgrU: Write(fp, i->A, SimdOps.I8x16AvgrU(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I16x8Abs: Write(fp, i->A, SimdOps.I16x8Abs(Read(fp, i->B))); break;
            case Opcode.I16x8Neg: Write(fp, i->A, SimdOps.I16x8Neg(Read(fp, i->B))); break;
            case Opcode.I16x8Q15mulrSatS:
                Write(fp, i->A, SimdOps.I16x8Q15mulrSatS(Read(fp, i->B), Read(fp, i->C)));
                break;
            case Opcode.I16x8AllTrue: *(ulong*)(fp + i->A) = (uint)SimdOps.I16x8AllTrue(Read(fp, i->B)); break;
            case Opcode.I16x8Bitmask: *(ulong*)(fp + i->A) = (uint)SimdOps.I16x8Bitmask(Read(fp, i->B)); break;
            case Opcode.I16x8Shl: Write(fp, i->A, SimdOps.I16x8Shl(Read(fp, i->B), *(int*)(fp + i->C))); break;
            case Opcode.I16x8ShrS: Write(fp, i->A, SimdOps.I16x8ShrS(Read(fp, i->B), *(int*)(fp + i->C))); break;
            case Opcode.I16x8ShrU: Write(fp, i->A, SimdOps.I16x8ShrU(Read(fp, i->B), *(int*)(fp + i->C))); break;
            case Opcode.I16x8Add: Write(fp, i->A, SimdOps.I16x8Add(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I16x8AddSatS: Write(fp, i->A, SimdOps.I16x8AddSatS(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I16x8AddSatU: Write(fp, i->A, SimdOps.I16x8AddSatU(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I16x8Sub: Write(fp, i->A, SimdOps.I16x8Sub(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I16x8SubSatS: Write(fp, i->A, SimdOps.I16x8SubSatS(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I16x8SubSatU: Write(fp, i->A, SimdOps.I16x8SubSatU(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I16x8Mul: Write(fp, i->A, SimdOps.I16x8Mul(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I16x8MinS: Write(fp, i->A, SimdOps.I16x8MinS(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I16x8MinU: Write(fp, i->A, SimdOps.I16x8MinU(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I16x8MaxS: Write(fp, i->A, SimdOps.I16x8MaxS(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I16x8MaxU: Write(fp, i->A, SimdOps.I16x8MaxU(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I16x8AvgrU: Write(fp, i->A, SimdOps.I16x8AvgrU(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I32x4Abs: Write(fp, i->A, SimdOps.I32x4Abs(Read(fp, i->B))); break;
            case Opcode.I32x4Neg: Write(fp, i->A, SimdOps.I32x4Neg(Read(fp, i->B))); break;
            case Opcode.I32x4AllTrue: *(ulong*)(fp + i->A) = (uint)SimdOps.I32x4AllTrue(Read(fp, i->B)); break;
            case Opcode.I32x4Bitmask: *(ulong*)(fp + i->A) = (uint)SimdOps.I32x4Bitmask(Read(fp, i->B)); break;
            case Opcode.I32x4Shl: Write(fp, i->A, SimdOps.I32x4Shl(Read(fp, i->B), *(int*)(fp + i->C))); break;
            case Opcode.I32x4ShrS: Write(fp, i->A, SimdOps.I32x4ShrS(Read(fp, i->B), *(int*)(fp + i->C))); break;
            case Opcode.I32x4ShrU: Write(fp, i->A, SimdOps.I32x4ShrU(Read(fp, i->B), *(int*)(fp + i->C))); break;
            case Opcode.I32x4Add: Write(fp, i->A, SimdOps.I32x4Add(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I32x4Sub: Write(fp, i->A, SimdOps.I32x4Sub(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I32x4Mul: Write(fp, i->A, SimdOps.I32x4Mul(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I32x4MinS: Write(fp, i->A, SimdOps.I32x4MinS(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I32x4MinU: Write(fp, i->A, SimdOps.I32x4MinU(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I32x4MaxS: Write(fp, i->A, SimdOps.I32x4MaxS(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I32x4MaxU: Write(fp, i->A, SimdOps.I32x4MaxU(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I64x2Abs: Write(fp, i->A, SimdOps.I64x2Abs(Read(fp, i->B))); break;
            case Opcode.I64x2Neg: Write(fp, i->A, SimdOps.I64x2Neg(Read(fp, i->B))); break;
            case Opcode.I64x2AllTrue: *(ulong*)(fp + i->A) = (uint)SimdOps.I64x2AllTrue(Read(fp, i->B)); break;
            case Opcode.I64x2Bitmask: *(ulong*)(fp + i->A) = (uint)SimdOps.I64x2Bitmask(Read(fp, i->B)); break;
            case Opcode.I64x2Shl: Write(fp, i->A, SimdOps.I64x2Shl(Read(fp, i->B), *(int*)(fp + i->C))); break;
            case Opcode.I64x2ShrS: Write(fp, i->A, SimdOps.I64x2ShrS(Read(fp, i->B), *(int*)(fp + i->C))); break;
            case Opcode.I64x2ShrU: Write(fp, i->A, SimdOps.I64x2ShrU(Read(fp, i->B), *(int*)(fp + i->C))); break;
            case Opcode.I64x2Add: Write(fp, i->A, SimdOps.I64x2Add(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I64x2Sub: Write(fp, i->A, SimdOps.I64x2Sub(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.I64x2Mul: Write(fp, i->A, SimdOps.I64x2Mul(Read(fp, i->B), Read(fp, i->C))); break;
            default: return false;
        }

        return true;
    }
}

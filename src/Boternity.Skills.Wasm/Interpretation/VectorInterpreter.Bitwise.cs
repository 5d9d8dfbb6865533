using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Runtime.Numerics;

namespace Boternity.Skills.Wasm.Interpretation;

internal static unsafe partial class VectorInterpreter
{
    private static bool ExecuteBitwise(Opcode opcode, Instr* i, byte* fp)
    {
        switch (opcode)
        {
            case Opcode.V128Not: Write(fp, i->A, SimdOps.V128Not(Read(fp, i->B))); break;
            case Opcode.V128And: Write(fp, i->A, SimdOps.V128And(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.V128Andnot: Write(fp, i->A, SimdOps.V128Andnot(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.V128Or: Write(fp, i->A, SimdOps.V128Or(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.V128Xor: Write(fp, i->A, SimdOps.V128Xor(Read(fp, i->B), Read(fp, i->C))); break;
            case Opcode.V128Bitselect:
                Write(fp, i->A, SimdOps.V128Bitselect(Read(fp, i->B), Read(fp, i->C), Read(fp, i[1].A)));
                break;
            case Opcode.V128AnyTrue: *(ulong*)(fp + i->A) = (uint)SimdOps.V128AnyTrue(Read(fp, i->B)); break;
            default: return false;
        }

        return true;
    }
}

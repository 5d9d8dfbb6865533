using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Runtime;
using Boternity.Skills.Wasm.Runtime.Numerics;

namespace Boternity.Skills.Wasm.Interpretation;

internal static unsafe partial class VectorInterpreter
{
    /// <summary>A vector load or store. A: vector (result, or what is stored); B: address; C: the vector of a lane
    /// load; second word: lane in A, offset in B.</summary>
    public static void Access(Memory memory, Instr* i, byte* fp)
    {
        ulong at = (ulong)*(uint*)(fp + i->B) + i[1].B;
        int lane = (int)i[1].A;
        uint a = i->A;
        switch ((Opcode)i[1].Op)
        {
            case Opcode.V128Load: Write(fp, a, Load<Vector128<byte>>(memory, at)); break;
            case Opcode.V128Store: Store(memory, at, Read(fp, a)); break;
            case Opcode.V128Load8x8S: Write(fp, a, SimdOps.V128Load8x8S(Load<ulong>(memory, at))); break;
            case Opcode.V128Load8x8U: Write(fp, a, SimdOps.V128Load8x8U(Load<ulong>(memory, at))); break;
            case Opcode.V128Load16x4S: Write(fp, a, SimdOps.V128Load16x4S(Load<ulong>(memory, at))); break;
            case Opcode.V128Load16x4U: Write(fp, a, SimdOps.V128Load16x4U(Load<ulong>(memory, at))); break;
            case Opcode.V128Load32x2S: Write(fp, a, SimdOps.V128Load32x2S(Load<ulong>(memory, at))); break;
            case Opcode.V128Load32x2U: Write(fp, a, SimdOps.V128Load32x2U(Load<ulong>(memory, at))); break;
            case Opcode.V128Load8Splat: Write(fp, a, SimdOps.V128Load8Splat(Load<byte>(memory, at))); break;
            case Opcode.V128Load16Splat: Write(fp, a, SimdOps.V128Load16Splat(Load<ushort>(memory, at))); break;
            case Opcode.V128Load32Splat: Write(fp, a, SimdOps.V128Load32Splat(Load<uint>(memory, at))); break;
            case Opcode.V128Load64Splat: Write(fp, a, SimdOps.V128Load64Splat(Load<ulong>(memory, at))); break;
            case Opcode.V128Load32Zero: Write(fp, a, SimdOps.V128Load32Zero(Load<uint>(memory, at))); break;
            case Opcode.V128Load64Zero: Write(fp, a, SimdOps.V128Load64Zero(Load<ulong>(memory, at))); break;
            case Opcode.V128Load8Lane: Write(fp, a, Read(fp, i->C).WithElement(lane, Load<byte>(memory, at))); break;
            case Opcode.V128Load16Lane:
                Write(fp, a, Read(fp, i->C).AsUInt16().WithElement(lane, Load<ushort>(memory, at)).AsByte());
                break;
            case Opcode.V128Load32Lane:
                Write(fp, a, Read(fp, i->C).AsUInt32().WithElement(lane, Load<uint>(memory, at)).AsByte());
                break;
            case Opcode.V128Load64Lane:
                Write(fp, a, Read(fp, i->C).AsUInt64().WithElement(lane, Load<ulong>(memory, at)).AsByte());
                break;
            case Opcode.V128Store8Lane: Store(memory, at, Read(fp, a).GetElement(lane)); break;
            case Opcode.V128Store16Lane: Store(memory, at, Read(fp, a).AsUInt16().GetElement(lane)); break;
            case Opcode.V128Store32Lane: Store(memory, at, Read(fp, a).AsUInt32().GetElement(lane)); break;
            case Opcode.V128Store64Lane: Store(memory, at, Read(fp, a).AsUInt64().GetElement(lane)); break;
            default:
                throw new InvalidOperationException(
                    $"The opcode table has {(Opcode)i[1].Op}, the interpreter has not.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Load<T>(Memory memory, ulong at)
        where T : unmanaged =>
        Unsafe.ReadUnaligned<T>(ref memory.GetSpan(at, (ulong)sizeof(T))[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(Memory memory, ulong at, T value)
        where T : unmanaged =>
        Unsafe.WriteUnaligned(ref memory.GetSpan(at, (ulong)sizeof(T))[0], value);
}

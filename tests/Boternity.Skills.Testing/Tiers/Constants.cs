using System.Buffers.Binary;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Testing.Writing;

namespace Boternity.Skills.Testing.Tiers;

/// <summary>Values that have a way of being wrong, and others.</summary>
internal static class Constants
{
    private static readonly uint[] Words =
    [
        0, 1, 2, 7, 8, 31, 32, 33, 63, 64, 255, 256, 65535, 65536, 0x7FFF_FFFF, 0x8000_0000, 0x8000_0001, 0xFFFF_FFFF,
            0xFFFF_FFFE,
        0x3F80_0000, 0xBF80_0000, 0x7F80_0000, 0xFF80_0000, 0x7FC0_0000, 0xFFC0_0000, 0x7FA0_0001, 0xFFA1_2345,
            0x7FC1_2345, 0x0000_0001, 0x0080_0000,
        0x4F00_0000, 0x4EFF_FFFF, 0xCF00_0000, 0x4F80_0000, 0x5F00_0000, 0x3F00_0000, 0xBF7F_FFFF,
    ];

    private static readonly ulong[] Longs =
    [
        0, 1, 2, 63, 64, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, 0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF, 0x8000_0000,
            0x1_0000_0000,
        0x3FF0_0000_0000_0000, 0xBFF0_0000_0000_0000, 0x7FF0_0000_0000_0000, 0xFFF0_0000_0000_0000,
            0x7FF8_0000_0000_0000, 0xFFF8_0000_0000_0000,
        0x7FF4_0000_0000_0001, 0xFFF4_1234_5678_9ABC, 0x7FF8_1234_5678_9ABC, 0x0000_0000_0000_0001,
            0x0010_0000_0000_0000,
        0x41DF_FFFF_FFC0_0000, 0x41E0_0000_0000_0000, 0xC1E0_0000_0000_0000, 0xC1E0_0000_0020_0000,
            0x41F0_0000_0000_0000, 0x43E0_0000_0000_0000, 0x43F0_0000_0000_0000,
        0x3FE0_0000_0000_0000, 0xBFEF_FFFF_FFFF_FFFF, 0x47EF_FFFF_F000_0000,
    ];

    /// <summary>An instruction that gives a constant; references are null.</summary>
    public static void Write(CodeWriter code, ValType type, Random random)
    {
        Span<byte> bits = stackalloc byte[16];
        switch (type)
        {
            case ValType.I32: code.I32((int)Word(random)); break;
            case ValType.I64: code.I64((long)Long(random)); break;
            case ValType.F32:
                BinaryPrimitives.WriteUInt32LittleEndian(bits, Word(random));
                code.Op(Opcode.F32Const).Raw(bits[..4]);
                break;
            case ValType.F64:
                BinaryPrimitives.WriteUInt64LittleEndian(bits, Long(random));
                code.Op(Opcode.F64Const).Raw(bits[..8]);
                break;
            case ValType.V128:
                BinaryPrimitives.WriteUInt64LittleEndian(bits, Long(random));
                BinaryPrimitives.WriteUInt64LittleEndian(bits[8..], Long(random));
                code.Op(Opcode.V128Const).Raw(bits);
                break;
            default: code.Op(Opcode.RefNull).Raw((byte)type); break;
        }
    }

    /// <summary>A value's slots, as the host gives them; references are null.</summary>
    public static ulong[] Slots(ValType type, Random random) => type switch
    {
        ValType.I32 or ValType.F32 => [Word(random)],
        ValType.I64 or ValType.F64 => [Long(random)],
        ValType.V128 => [Long(random), Long(random)],
        _ => [0],
    };

    private static uint Word(Random random) => random.Next(3) switch
    {
        0 => (uint)random.Next(100),
        1 => Words[random.Next(Words.Length)],
        _ => (uint)random.NextInt64(),
    };

    private static ulong Long(Random random) => random.Next(3) switch
    {
        0 => (ulong)random.Next(100),
        1 => Longs[random.Next(Longs.Length)],
        _ => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
    };
}

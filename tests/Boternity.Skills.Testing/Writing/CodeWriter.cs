using System.Buffers.Binary;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Testing.Writing;

/// <summary>Writes instructions in their binary encoding. It checks nothing: tests also write what is wrong.</summary>
internal sealed class CodeWriter
{
    /// <summary>The block type "no parameters, no results".</summary>
    public const long Empty = -64;

    private readonly List<byte> _bytes = [];

    public IReadOnlyCollection<byte> Bytes => _bytes;

    /// <summary>An instruction, followed by its immediates as signed or unsigned LEB128 numbers (the encodings agree
    /// for those used here).</summary>
    public CodeWriter Op(Opcode opcode, params ReadOnlySpan<long> immediates)
    {
        int prefix = (int)opcode >> 8;
        if (prefix == 0)
        {
            _bytes.Add((byte)opcode);
        }
        else
        {
            _bytes.Add((byte)prefix);
            Unsigned((uint)opcode & 0xFF);
        }

        bool signed = opcode is Opcode.I32Const or Opcode.I64Const or Opcode.Block or Opcode.Loop or Opcode.If;
        foreach (long immediate in immediates)
        {
            if (signed)
            {
                Signed(immediate);
            }
            else
            {
                Unsigned((ulong)immediate);
            }
        }

        return this;
    }

    public CodeWriter I32(int value) => Op(Opcode.I32Const, value);

    public CodeWriter I64(long value) => Op(Opcode.I64Const, value);

    public CodeWriter F64(double value)
    {
        Span<byte> bits = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bits, value);
        return Op(Opcode.F64Const).Raw(bits);
    }

    public CodeWriter Get(int local) => Op(Opcode.LocalGet, local);

    public CodeWriter Set(int local) => Op(Opcode.LocalSet, local);

    public CodeWriter Call(int function) => Op(Opcode.Call, function);

    public CodeWriter End() => Op(Opcode.End);

    /// <summary>A block type that is one value type.</summary>
    public static long TypeOf(ValType type) => (sbyte)((byte)type | 0x80);

    public CodeWriter Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public CodeWriter Unsigned(ulong value)
    {
        WriteUnsigned(_bytes, value);
        return this;
    }

    public static void WriteUnsigned(List<byte> bytes, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
    }

    private void Signed(long value)
    {
        for (; value is < -64 or > 63; value >>= 7)
        {
            _bytes.Add((byte)(value | 0x80));
        }

        _bytes.Add((byte)(value & 0x7F));
    }
}

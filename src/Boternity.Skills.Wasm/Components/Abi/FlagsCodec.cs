using System.Buffers.Binary;
using Boternity.Skills.Wasm.Components.Types;
using Boternity.Skills.Wasm.Components.Values;

namespace Boternity.Skills.Wasm.Components.Abi;

/// <summary>
/// Flags: a bit each, in 1, 2 or 4 bytes, or in as many 4-byte words as they need. Bits without a flag are ignored.
/// </summary>
internal sealed class FlagsCodec(DefValType type) : Codec(type)
{
    private readonly int _count = type.Labels.Length;
    private readonly int _words = (type.Labels.Length + 31) / 32;

    public override ComponentValue Load(in AbiCall call, uint pointer)
    {
        ReadOnlySpan<byte> bytes = call.GetSpan(pointer, Size);
        if (_words > 1)
        {
            Span<ulong> words = _words <= 64 ? stackalloc ulong[_words] : new ulong[_words];
            for (int i = 0; i < _words; i++)
            {
                words[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * i)..]);
            }

            return Pack(call, words);
        }

        ulong bits = Size switch
        {
            1 => bytes[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            _ => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        };
        return Pack(call, [bits]);
    }

    public override void Store(in AbiCall call, in ComponentValue value, uint pointer)
    {
        Span<byte> bytes = call.GetSpan(pointer, Size);
        for (int i = 0; i < _words; i++)
        {
            uint word = GetWord(value, i);
            switch (Size)
            {
                case 1: bytes[0] = (byte)word; break;
                case 2: BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)word); break;
                default: BinaryPrimitives.WriteUInt32LittleEndian(bytes[(4 * i)..], word); break;
            }
        }
    }

    public override ComponentValue Lift(in AbiCall call, ReadOnlySpan<ulong> flat) =>
        Pack(call, flat[..Math.Min(_words, flat.Length)]);

    public override void Lower(in AbiCall call, in ComponentValue value, Span<ulong> flat)
    {
        for (int i = 0; i < _words; i++)
        {
            flat[i] = GetWord(value, i);
        }
    }

    private ComponentValue Pack(in AbiCall call, ReadOnlySpan<ulong> raw)
    {
        if (_words <= 2)
        {
            ulong bits = (uint)raw[0] & Mask(0);
            if (_words == 2)
            {
                bits |= (ulong)((uint)raw[1] & Mask(1)) << 32;
            }

            return new(bits);
        }

        call.Charge(0, ObjectBytes + (4L * _words));
        var words = new uint[_words];
        for (int i = 0; i < _words; i++)
        {
            words[i] = (uint)raw[i] & Mask(i);
        }

        return new(words);
    }

    private uint GetWord(in ComponentValue value, int index)
    {
        uint word = _words <= 2 ? (uint)(value.Bits >> (32 * index))
            : value.Reference is uint[] words && words.Length == _words
                ? words[index]
                : Mismatch<uint>($"flags of {_words} words");
        return word & Mask(index);
    }

    private uint Mask(int word)
    {
        int used = Math.Min(_count - (32 * word), 32);
        return used == 32 ? uint.MaxValue : (1u << used) - 1;
    }
}

using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>
/// Reads the primitive encodings of the binary format (core specification, section 5.2) from a span that it never
/// leaves. Every failure has the offset from the start of the whole binary.
/// </summary>
internal ref struct WasmReader
{
    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _end;
    private int _position;

    /// <param name="bytes">The whole binary.</param>
    public WasmReader(ReadOnlySpan<byte> bytes)
        : this(bytes, 0, bytes.Length)
    {
    }

    /// <param name="bytes">The whole binary.</param>
    /// <param name="offset">Where reading begins.</param>
    /// <param name="length">How many bytes may be read.</param>
    /// <param name="baseOffset">What is added to positions in errors, where <paramref name="bytes"/> is itself part of
    /// a larger binary.</param>
    public WasmReader(ReadOnlySpan<byte> bytes, int offset, int length, long baseOffset = 0)
    {
        _bytes = bytes[..(offset + length)];
        _position = offset;
        _end = offset + length;
        BaseOffset = baseOffset;
    }

    public long BaseOffset { get; }

    /// <summary>Where the next byte is read, as an index into the span.</summary>
    public int Position
    {
        readonly get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)value, (uint)_end, nameof(value));
            _position = value;
        }
    }

    /// <summary>Where the next byte is read, from the start of the whole binary: for errors.</summary>
    public readonly long Offset => BaseOffset + _position;

    public readonly int Remaining => _end - _position;

    public readonly bool AtEnd => _position == _end;

    public readonly byte PeekByte() => _position < _end ? _bytes[_position] : Fail<byte>("unexpected end");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte ReadByte()
    {
        int position = _position;
        if (position >= _end)
        {
            ThrowFormat("unexpected end");
        }

        _position = position + 1;
        return _bytes[position];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint ReadU32()
    {
        int position = _position;
        if (position < _end)
        {
            byte first = _bytes[position];
            if (first < 0x80)
            {
                _position = position + 1;
                return first;
            }
        }

        return (uint)ReadUnsigned(32);
    }

    public ulong ReadU64() => ReadUnsigned(64);

    public int ReadS32() => (int)ReadSigned(32);

    /// <summary>A block type's number.</summary>
    public long ReadS33() => ReadSigned(33);

    public long ReadS64() => ReadSigned(64);

    public uint ReadF32Bits() => BinaryPrimitives.ReadUInt32LittleEndian(ReadBytes(4));

    public ulong ReadF64Bits() => BinaryPrimitives.ReadUInt64LittleEndian(ReadBytes(8));

    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        if ((uint)count > (uint)Remaining)
        {
            _position = _end;
            ThrowFormat("unexpected end");
        }

        ReadOnlySpan<byte> bytes = _bytes.Slice(_position, count);
        _position += count;
        return bytes;
    }

    public void Skip(int count) => ReadBytes(count);

    /// <summary>A vector's length. Each element takes at least <paramref name="elementBytes"/> bytes, so a longer one
    /// cannot be there: nothing is allocated for it.</summary>
    /// <param name="limit">The most that the engine takes (see <c>WasmLimits</c>).</param>
    /// <param name="what">What is counted, for the error.</param>
    /// <param name="elementBytes">The least bytes an element takes.</param>
    public int ReadCount(int limit, string what, int elementBytes = 1)
    {
        long offset = Offset;
        uint count = ReadU32();
        if ((ulong)count * (uint)elementBytes > (uint)Remaining)
        {
            throw new WasmFormatException("unexpected end", BaseOffset + _end);
        }

        if (count > (uint)limit)
        {
            throw new WasmFormatException($"{what} count {count} exceeds the limit of {limit}", offset);
        }

        return (int)count;
    }

    /// <summary>An index into what was read before, checked where it stands: the sections stand in an order in which
    /// all that an index may name comes before it.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="what">Of what, for the error.</param>
    /// <exception cref="WasmValidationException">There is none of this index.</exception>
    public int ReadIndex(int count, string what)
    {
        long offset = Offset;
        uint index = ReadU32();
        return index < (uint)count ? (int)index : throw new WasmValidationException($"unknown {what} {index}", offset);
    }

    /// <summary>A name: a length and that many bytes of valid UTF-8.</summary>
    public string ReadName()
    {
        uint length = ReadU32();
        if (length > (uint)Remaining)
        {
            ThrowFormat("length out of bounds");
        }

        long offset = Offset;
        try
        {
            return StrictUtf8.GetString(ReadBytes((int)length));
        }
        catch (DecoderFallbackException e)
        {
            throw new WasmFormatException("malformed UTF-8 encoding", offset + Math.Max(e.Index, 0));
        }
    }

    /// <summary>A reader over the next <paramref name="length"/> bytes, which this one skips.</summary>
    public WasmReader Slice(int length)
    {
        if ((uint)length > (uint)Remaining)
        {
            ThrowFormat("length out of bounds");
        }

        var slice = new WasmReader(_bytes, _position, length, BaseOffset);
        _position += length;
        return slice;
    }

    [DoesNotReturn]
    public readonly void ThrowFormat(string detail) => throw new WasmFormatException(detail, Offset);

    [DoesNotReturn]
    private readonly T Fail<T>(string detail) => throw new WasmFormatException(detail, Offset);

    // LEB128, section 5.2.2: at most ceil(bits / 7) bytes, and the unused bits of the last byte must be zero.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ulong ReadUnsigned(int bits)
    {
        ulong result = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = ReadByte();
            int left = bits - shift;
            if (left <= 7)
            {
                if (next >= 0x80)
                {
                    Reject("integer representation too long");
                }

                if (left < 7 && next >> left != 0)
                {
                    Reject("integer too large");
                }
            }

            result |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return result;
            }
        }
    }

    // As above, but the unused bits of the last byte must repeat the sign.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long ReadSigned(int bits)
    {
        long result = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = ReadByte();
            int left = bits - shift;
            if (left <= 7)
            {
                if (next >= 0x80)
                {
                    Reject("integer representation too long");
                }

                int unused = (sbyte)(next << 1) >> left;
                if (unused is not (0 or -1))
                {
                    Reject("integer too large");
                }
            }

            result |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                int used = shift + 7;
                return used < 64 ? result << (64 - used) >> (64 - used) : result;
            }
        }
    }

    // The error is at the byte just read.
    [DoesNotReturn]
    private readonly void Reject(string detail) => throw new WasmFormatException(detail, Offset - 1);
}

using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>The immediate of a memory access (core specification, section 5.4.6).</summary>
/// <param name="Alignment">As an exponent of two.</param>
/// <param name="Memory">Which memory.</param>
/// <param name="Offset">Added to the address.</param>
internal readonly record struct MemArg(uint Alignment, uint Memory, uint Offset)
{
    private const uint MemoryFlag = 0x40;

    public static MemArg Read(ref WasmReader reader, WasmFeatures features)
    {
        long position = reader.Offset;
        uint flags = reader.ReadU32();
        uint memory = 0;
        if ((flags & MemoryFlag) != 0 && (features & WasmFeatures.MultiMemory) != 0)
        {
            flags &= ~MemoryFlag;
            memory = reader.ReadU32();
        }

        if (flags >= 0x80)
        {
            throw new WasmFormatException("malformed memop flags", position);
        }

        if ((features & WasmFeatures.Wasm30) == 0)
        {
            return new MemArg(flags, memory, reader.ReadU32());
        }

        position = reader.Offset;
        ulong offset = reader.ReadU64();
        return offset <= uint.MaxValue
            ? new MemArg(flags, memory, (uint)offset)
            : throw new WasmValidationException("offset out of range", position);
    }

    /// <summary>A memory index that stands alone. Before multi-memory it was a zero byte.</summary>
    public static uint ReadMemoryIndex(ref WasmReader reader, WasmFeatures features)
    {
        if ((features & WasmFeatures.MultiMemory) != 0)
        {
            return reader.ReadU32();
        }

        long offset = reader.Offset;
        return reader.ReadByte() == 0 ? 0u : throw new WasmFormatException("zero byte expected", offset);
    }
}

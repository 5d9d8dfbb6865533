using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>The types of tables, memories and globals (core specification, sections 5.3.7 to 5.3.10), in imports and in
/// their own sections.</summary>
internal static class ExternTypeDecoding
{
    private const byte TableWithInitialValue = 0x40;

    public static TableType ReadTable(ref WasmReader reader, ModuleDefinition module)
    {
        if (reader.PeekByte() == TableWithInitialValue)
        {
            throw new WasmUnsupportedException(
                Proposals.FunctionReferences, "table with an initial value", reader.Offset);
        }

        ValType element = TypeDecoding.ReadRefType(ref reader, module.Features);
        return new TableType(element, ReadLimits(ref reader, module));
    }

    /// <param name="reader">The reader.</param>
    /// <param name="module">The module.</param>
    /// <param name="before">How many memories stand before this one.</param>
    public static MemoryType ReadMemory(ref WasmReader reader, ModuleDefinition module, int before)
    {
        long offset = reader.Offset;
        if (before > 0 && (module.Features & WasmFeatures.MultiMemory) == 0)
        {
            throw new WasmValidationException("multiple memories", offset);
        }

        if (before >= WasmLimits.Memories)
        {
            throw new WasmFormatException($"memory count exceeds the limit of {WasmLimits.Memories}", offset);
        }

        Limits limits = ReadLimits(ref reader, module);
        if (limits.Minimum > WasmLimits.MemoryPages || limits.Maximum > WasmLimits.MemoryPages)
        {
            throw new WasmValidationException("memory size must be at most 65536 pages (4GiB)", offset);
        }

        return new MemoryType(limits);
    }

    public static GlobalType ReadGlobal(ref WasmReader reader, ModuleDefinition module)
    {
        ValType type = TypeDecoding.ReadValType(ref reader, module.Features);
        long offset = reader.Offset;
        byte mutability = reader.ReadByte();
        if (mutability > 1)
        {
            throw new WasmFormatException("malformed mutability", offset);
        }

        return new GlobalType(type, mutability == 1);
    }

    private static Limits ReadLimits(ref WasmReader reader, ModuleDefinition module)
    {
        long offset = reader.Offset;
        uint flags = reader.ReadByte();
        switch (flags)
        {
            case >= 0x80: throw new WasmFormatException("integer representation too long", offset);
            case >= 0x10: throw new WasmFormatException("malformed limits flags", offset);
            case >= 8:
                throw new WasmUnsupportedException(Proposals.CustomPageSizes, "limits with a page size", offset);
            case >= 4: throw new WasmUnsupportedException(Proposals.Memory64, "64-bit limits", offset);
            case >= 2: throw new WasmUnsupportedException(Proposals.Threads, "shared limits", offset);
        }

        uint minimum = ReadSize(ref reader, module);
        uint? maximum = (flags & 1) != 0 ? ReadSize(ref reader, module) : null;
        if (minimum > maximum)
        {
            throw new WasmValidationException("size minimum must not be greater than maximum", offset);
        }

        return new Limits(minimum, maximum);
    }

    private static uint ReadSize(ref WasmReader reader, ModuleDefinition module)
    {
        if ((module.Features & WasmFeatures.Wasm30) == 0)
        {
            return reader.ReadU32();
        }

        long offset = reader.Offset;
        ulong size = reader.ReadU64();
        return size <= uint.MaxValue
            ? (uint)size
            : throw new WasmValidationException("memory size or table size out of range", offset);
    }
}

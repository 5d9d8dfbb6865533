using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <content>Types (core specification, section 5.3) and the type section.</content>
internal sealed partial class ModuleDecoder
{
    private const byte FuncTypeTag = 0x60;

    private void DecodeTypes(ref WasmReader reader)
    {
        int count = reader.ReadCount(WasmLimits.Types, "type", elementBytes: 3);
        var types = new FuncType[count];
        var known = new Dictionary<FuncType, FuncType>();
        Span<ValType> parameters = stackalloc ValType[WasmLimits.Parameters];
        Span<ValType> results = stackalloc ValType[WasmLimits.Results];
        for (int i = 0; i < count; i++)
        {
            long offset = reader.Offset;
            byte tag = reader.ReadByte();
            if (tag != FuncTypeTag)
            {
                if (Proposals.OfType(tag) is { } proposal)
                {
                    throw new WasmUnsupportedException(proposal, $"type 0x{tag:x2}", offset);
                }

                throw new WasmFormatException("integer representation too long", offset);
            }

            int parameterCount = ReadTypes(ref reader, parameters, "parameter");
            int resultCount = ReadTypes(ref reader, results, "result");
            if (resultCount > 1)
            {
                Require(WasmFeatures.MultiValue, "several results", offset);
            }

            var type = new FuncType(parameters[..parameterCount], results[..resultCount]);
            types[i] = known.TryGetValue(type, out FuncType? same) ? same : known[type] = type;
        }

        _module.Types = types;
    }

    private int ReadTypes(ref WasmReader reader, scoped Span<ValType> types, string what)
    {
        int count = reader.ReadCount(types.Length, what);
        for (int i = 0; i < count; i++)
        {
            types[i] = ReadValType(ref reader);
        }

        return count;
    }

    private ValType ReadValType(ref WasmReader reader) => TypeDecoding.ReadValType(ref reader, _module.Features);

    private ValType ReadRefType(ref WasmReader reader) => TypeDecoding.ReadRefType(ref reader, _module.Features);

    private Limits ReadLimits(ref WasmReader reader)
    {
        long offset = reader.Offset;
        uint flags = reader.ReadByte();
        if (flags >= 0x80)
        {
            throw new WasmFormatException("integer representation too long", offset);
        }

        if (flags >= 0x10)
        {
            throw new WasmFormatException("malformed limits flags", offset);
        }

        if ((flags & 8) != 0)
        {
            throw new WasmUnsupportedException(Proposals.CustomPageSizes, "limits with a page size", offset);
        }

        if ((flags & 4) != 0)
        {
            throw new WasmUnsupportedException(Proposals.Memory64, "64-bit limits", offset);
        }

        if ((flags & 2) != 0)
        {
            throw new WasmUnsupportedException(Proposals.Threads, "shared limits", offset);
        }

        uint minimum = ReadSize(ref reader);
        uint? maximum = (flags & 1) != 0 ? ReadSize(ref reader) : null;
        if (minimum > maximum)
        {
            throw new WasmValidationException("size minimum must not be greater than maximum", offset);
        }

        return new Limits(minimum, maximum);
    }

    private uint ReadSize(ref WasmReader reader)
    {
        if ((_module.Features & WasmFeatures.Wasm30) == 0)
        {
            return reader.ReadU32();
        }

        long offset = reader.Offset;
        ulong size = reader.ReadU64();
        return size <= uint.MaxValue
            ? (uint)size : throw new WasmValidationException("memory size or table size out of range", offset);
    }

    private TableType ReadTableType(ref WasmReader reader)
    {
        if (reader.PeekByte() == 0x40)
        {
            throw new WasmUnsupportedException(Proposals.FunctionReferences, "table with an initial value",
                reader.Offset);
        }

        ValType element = ReadRefType(ref reader);
        return new TableType(element, ReadLimits(ref reader));
    }

    private MemoryType ReadMemoryType(ref WasmReader reader, int before)
    {
        long offset = reader.Offset;
        if (before > 0 && (_module.Features & WasmFeatures.MultiMemory) == 0)
        {
            throw new WasmValidationException("multiple memories", offset);
        }

        if (before >= WasmLimits.Memories)
        {
            throw new WasmFormatException($"memory count exceeds the limit of {WasmLimits.Memories}", offset);
        }

        Limits limits = ReadLimits(ref reader);
        if (limits.Minimum > WasmLimits.MemoryPages || limits.Maximum > WasmLimits.MemoryPages)
        {
            throw new WasmValidationException("memory size must be at most 65536 pages (4GiB)", offset);
        }

        return new MemoryType(limits);
    }

    private GlobalType ReadGlobalType(ref WasmReader reader)
    {
        ValType type = ReadValType(ref reader);
        long offset = reader.Offset;
        byte mutability = reader.ReadByte();
        if (mutability > 1)
        {
            throw new WasmFormatException("malformed mutability", offset);
        }

        return new GlobalType(type, mutability == 1);
    }

    private void Require(WasmFeatures feature, string detail, long offset)
    {
        if ((_module.Features & feature) != feature)
        {
            throw new WasmUnsupportedException(Proposals.NameOf(feature), detail, offset);
        }
    }
}

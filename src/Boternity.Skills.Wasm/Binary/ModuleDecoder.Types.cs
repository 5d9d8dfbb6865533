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
                if (Proposals.OfType(tag) is { } proposal) throw new WasmUnsupportedException(proposal, $"type 0x{tag:x2}", offset);
                throw new WasmFormatException("integer representation too long", offset);
            }

            int parameterCount = ReadTypes(ref reader, parameters, "parameter");
            int resultCount = ReadTypes(ref reader, results, "result");
            if (resultCount > 1) Require(WasmFeatures.MultiValue, "several results", offset);
            var type = new FuncType(parameters[..parameterCount], results[..resultCount]);
            types[i] = known.TryGetValue(type, out FuncType? same) ? same : known[type] = type;
        }

        _module.Types = types;
    }

    private int ReadTypes(ref WasmReader reader, scoped Span<ValType> types, string what)
    {
        int count = reader.ReadCount(types.Length, what);
        for (int i = 0; i < count; i++) types[i] = ReadValType(ref reader);
        return count;
    }

    private ValType ReadValType(ref WasmReader reader) => TypeDecoding.ReadValType(ref reader, _module.Features);

    private ValType ReadRefType(ref WasmReader reader) => TypeDecoding.ReadRefType(ref reader, _module.Features);

    private static Limits ReadLimits(ref WasmReader reader)
    {
        long offset = reader.Offset;
        uint flags = reader.ReadByte();
        if (flags >= 0x80) throw new WasmFormatException("integer representation too long", offset);
        if (flags >= 0x10) throw new WasmFormatException("malformed limits flags", offset);
        if ((flags & 8) != 0) throw new WasmUnsupportedException(Proposals.CustomPageSizes, "limits with a page size", offset);
        if ((flags & 4) != 0) throw new WasmUnsupportedException(Proposals.Memory64, "64-bit limits", offset);
        if ((flags & 2) != 0) throw new WasmUnsupportedException(Proposals.Threads, "shared limits", offset);
        uint minimum = reader.ReadU32();
        return new Limits(minimum, (flags & 1) != 0 ? reader.ReadU32() : null);
    }

    private TableType ReadTableType(ref WasmReader reader)
    {
        if (reader.PeekByte() == 0x40) throw new WasmUnsupportedException(Proposals.FunctionReferences, "table with an initial value", reader.Offset);
        ValType element = ReadRefType(ref reader);
        return new TableType(element, ReadLimits(ref reader));
    }

    private GlobalType ReadGlobalType(ref WasmReader reader)
    {
        ValType type = ReadValType(ref reader);
        long offset = reader.Offset;
        byte mutability = reader.ReadByte();
        if (mutability > 1) throw new WasmFormatException("malformed mutability", offset);
        return new GlobalType(type, mutability == 1);
    }

    private void Require(WasmFeatures feature, string detail, long offset)
    {
        if ((_module.Features & feature) != feature) throw new WasmUnsupportedException(Proposals.NameOf(feature), detail, offset);
    }
}

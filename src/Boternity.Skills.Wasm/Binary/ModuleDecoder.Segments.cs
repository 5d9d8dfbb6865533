using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <content>Element segments, data segments and the data count.</content>
internal sealed partial class ModuleDecoder
{
    private static int ReadDataCount(ref WasmReader reader)
    {
        long offset = reader.Offset;
        uint count = reader.ReadU32();
        if (count > WasmLimits.DataSegments)
        {
            throw new WasmFormatException($"data segment count {count} exceeds the limit of {WasmLimits.DataSegments}",
                offset);
        }

        return (int)count;
    }

    private void DecodeElements(ref WasmReader reader)
    {
        int count = reader.ReadCount(WasmLimits.ElementSegments, "element segment", elementBytes: 2);
        var segments = new ElementSegment[count];
        for (int i = 0; i < count; i++)
        {
            segments[i] = ReadElementSegment(ref reader);
        }

        _module.Elements = segments;
    }

    // Section 5.5.12: bit 0 = not active, bit 1 = explicit table (active) or declarative, bit 2 = expressions instead
    // of indices.
    private ElementSegment ReadElementSegment(ref WasmReader reader)
    {
        long offset = reader.Offset;
        uint flags = reader.ReadU32();
        if (flags > 7)
        {
            throw new WasmFormatException("malformed elements segment kind", offset);
        }

        if (flags != 0)
        {
            Require(WasmFeatures.BulkMemory, "element segment flags", offset);
        }

        bool active = (flags & 1) == 0;
        if (active && (flags & 2) == 0 && _module.Tables.Length == 0)
        {
            throw new WasmValidationException("unknown table 0", offset);
        }

        bool expressions = (flags & 4) != 0;
        SegmentMode mode = active
            ? SegmentMode.Active : (flags & 2) == 0 ? SegmentMode.Passive : SegmentMode.Declarative;
        int table = active && (flags & 2) != 0 ? ReadIndex(ref reader, _module.Tables.Length, "table") : 0;
        ConstExpr start = active ? ReadConstExpr(ref reader) : default;
        ValType type = ValType.FuncRef;
        if ((flags & 3) != 0)
        {
            if (expressions)
            {
                type = ReadRefType(ref reader);
            }
            else
            {
                long kindOffset = reader.Offset;
                if (reader.ReadByte() != 0)
                {
                    throw new WasmFormatException("malformed element kind", kindOffset);
                }
            }
        }

        int count = reader.ReadCount(WasmLimits.ElementsOfSegment, "element", expressions ? 2 : 1);
        if (expressions)
        {
            var items = new ConstExpr[count];
            for (int i = 0; i < count; i++)
            {
                items[i] = ReadConstExpr(ref reader);
            }

            return new ElementSegment(mode, table, start, type, null, items);
        }

        var functions = new int[count];
        for (int i = 0; i < count; i++)
        {
            functions[i] = ReadIndex(ref reader, _module.FunctionTypes.Length, "function");
        }

        return new ElementSegment(mode, table, start, type, functions, null);
    }

    private void DecodeData(ref WasmReader reader)
    {
        int count = reader.ReadCount(WasmLimits.DataSegments, "data segment", elementBytes: 2);
        var segments = new DataSegment[count];
        for (int i = 0; i < count; i++)
        {
            long offset = reader.Offset;
            uint flags = reader.ReadU32();
            if (flags > 2)
            {
                throw new WasmFormatException("malformed data segment kind", offset);
            }

            if (flags != 0)
            {
                Require(WasmFeatures.BulkMemory, "data segment flags", offset);
            }

            int memory = flags == 2 ? ReadIndex(ref reader, _module.Memories.Length, "memory") : 0;
            if (flags == 0 && _module.Memories.Length == 0)
            {
                throw new WasmValidationException("unknown memory 0", offset);
            }

            ConstExpr start = flags == 1 ? default : ReadConstExpr(ref reader);
            uint length = reader.ReadU32();
            if (length > (uint)reader.Remaining)
            {
                reader.ThrowFormat("unexpected end of section or function");
            }

            segments[i] = new DataSegment(flags == 1
                ? SegmentMode.Passive : SegmentMode.Active, memory, start, new ByteRange(reader.Position, (int)length));
            reader.Skip((int)length);
        }

        _module.Data = segments;
    }
}

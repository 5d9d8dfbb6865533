using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>The element section (core specification, section 5.5.12).</summary>
internal static class ElementSection
{
    private const uint NotActive = 1;

    // An explicit table where the segment is active, else declarative.
    private const uint TableOrDeclarative = 2;
    private const uint WithExpressions = 4;
    private const uint AllFlags = 7;

    public static void Read(ref WasmReader reader, ModuleDefinition module, LoadClock clock)
    {
        int count = reader.ReadCount(WasmLimits.ElementSegments, "element segment", elementBytes: 2);
        var segments = new ElementSegment[count];
        for (int i = 0; i < count; i++)
        {
            clock.Advance(64);
            segments[i] = ReadSegment(ref reader, module, clock);
        }

        module.Elements = segments;
    }

    private static ElementSegment ReadSegment(ref WasmReader reader, ModuleDefinition module, LoadClock clock)
    {
        long offset = reader.Offset;
        uint flags = reader.ReadU32();
        if (flags > AllFlags)
        {
            throw new WasmFormatException("malformed elements segment kind", offset);
        }

        if (flags != 0)
        {
            FeatureCheck.Require(module, WasmFeatures.BulkMemory, "element segment flags", offset);
        }

        bool isActive = (flags & NotActive) == 0;
        bool hasSecond = (flags & TableOrDeclarative) != 0;
        if (isActive && !hasSecond && module.Tables.Length == 0)
        {
            throw new WasmValidationException("unknown table 0", offset);
        }

        SegmentMode mode = isActive ? SegmentMode.Active : hasSecond ? SegmentMode.Declarative : SegmentMode.Passive;
        int table = isActive && hasSecond ? reader.ReadIndex(module.Tables.Length, "table") : 0;
        ConstExpr start = isActive ? ConstExprDecoding.Read(ref reader, module, clock) : default;
        bool hasExpressions = (flags & WithExpressions) != 0;
        ValType type = (flags & (NotActive | TableOrDeclarative)) != 0
            ? ReadElementType(ref reader, module, hasExpressions)
            : ValType.FuncRef;
        return hasExpressions
            ? new ElementSegment(mode, table, start, type, null, ReadExpressions(ref reader, module, clock))
            : new ElementSegment(mode, table, start, type, ReadFunctions(ref reader, module, clock), null);
    }

    private static ValType ReadElementType(ref WasmReader reader, ModuleDefinition module, bool hasExpressions)
    {
        if (hasExpressions)
        {
            return TypeDecoding.ReadRefType(ref reader, module.Features);
        }

        long offset = reader.Offset;
        return reader.ReadByte() == 0
            ? ValType.FuncRef
            : throw new WasmFormatException("malformed element kind", offset);
    }

    private static ConstExpr[] ReadExpressions(ref WasmReader reader, ModuleDefinition module, LoadClock clock)
    {
        int count = reader.ReadCount(WasmLimits.ElementsOfSegment, "element", elementBytes: 2);
        var items = new ConstExpr[count];
        for (int i = 0; i < count; i++)
        {
            items[i] = ConstExprDecoding.Read(ref reader, module, clock);
        }

        return items;
    }

    private static int[] ReadFunctions(ref WasmReader reader, ModuleDefinition module, LoadClock clock)
    {
        int count = reader.ReadCount(WasmLimits.ElementsOfSegment, "element");
        clock.Advance(count);
        var functions = new int[count];
        for (int i = 0; i < count; i++)
        {
            functions[i] = reader.ReadIndex(module.FunctionTypes.Length, "function");
        }

        return functions;
    }
}

using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>The data section and the data count section (core specification, sections 5.5.14 and 5.5.16).</summary>
internal static class DataSection
{
    private const uint Passive = 1;
    private const uint ExplicitMemory = 2;

    public static void ReadCount(ref WasmReader reader, ModuleDefinition module)
    {
        long offset = reader.Offset;
        uint count = reader.ReadU32();
        if (count > WasmLimits.DataSegments)
        {
            throw new WasmFormatException(
                $"data segment count {count} exceeds the limit of {WasmLimits.DataSegments}", offset);
        }

        module.DataCount = (int)count;
    }

    public static void Read(ref WasmReader reader, ModuleDefinition module, LoadClock clock)
    {
        int count = reader.ReadCount(WasmLimits.DataSegments, "data segment", elementBytes: 2);
        var segments = new DataSegment[count];
        for (int i = 0; i < count; i++)
        {
            clock.Advance(16);
            segments[i] = ReadSegment(ref reader, module, clock);
        }

        module.Data = segments;
    }

    private static DataSegment ReadSegment(ref WasmReader reader, ModuleDefinition module, LoadClock clock)
    {
        long offset = reader.Offset;
        uint flags = reader.ReadU32();
        if (flags > ExplicitMemory)
        {
            throw new WasmFormatException("malformed data segment kind", offset);
        }

        if (flags != 0)
        {
            FeatureCheck.Require(module, WasmFeatures.BulkMemory, "data segment flags", offset);
        }

        int memory = flags == ExplicitMemory ? reader.ReadIndex(module.Memories.Length, "memory") : 0;
        if (flags == 0 && module.Memories.Length == 0)
        {
            throw new WasmValidationException("unknown memory 0", offset);
        }

        ConstExpr start = flags == Passive ? default : ConstExprDecoding.Read(ref reader, module, clock);
        uint length = reader.ReadU32();
        if (length > (uint)reader.Remaining)
        {
            reader.ThrowFormat("unexpected end of section or function");
        }

        var bytes = new ByteRange(reader.Position, (int)length);
        reader.Skip((int)length);
        return new DataSegment(flags == Passive ? SegmentMode.Passive : SegmentMode.Active, memory, start, bytes);
    }
}

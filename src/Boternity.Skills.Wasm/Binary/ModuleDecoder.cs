using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>
/// Decodes a core module (core specification, section 5.5) in one pass. Each section has a reader of its own; function
/// bodies are only found here, the validator reads them.
/// </summary>
internal static class ModuleDecoder
{
    // Custom sections may stand anywhere.
    private const int AnyPlace = 0;

    /// <summary>Decodes a module.</summary>
    /// <param name="binary">The binary; it must not change afterwards.</param>
    /// <param name="features">What the binary may use.</param>
    /// <param name="clock">Bounds the time it takes.</param>
    /// <exception cref="WasmFormatException">It is malformed.</exception>
    /// <exception cref="WasmUnsupportedException">It uses what is not there.</exception>
    /// <exception cref="WasmLoadTimeoutException">It takes too long.</exception>
    public static ModuleDefinition Decode(ReadOnlyMemory<byte> binary, WasmFeatures features, LoadClock clock)
    {
        var module = new ModuleDefinition { Bytes = binary, Features = features };
        var reader = new WasmReader(binary.Span);
        if (reader.Remaining > WasmLimits.ModuleBytes)
        {
            throw new WasmFormatException(
                $"module of {reader.Remaining} bytes exceeds the limit of {WasmLimits.ModuleBytes}", 0);
        }

        ReadPreamble(ref reader);
        ReadSections(ref reader, module, clock);
        if (module.Bodies.Length != module.FunctionTypes.Length - module.ImportedFunctionCount)
        {
            reader.ThrowFormat("function and code section have inconsistent lengths");
        }

        if (module.DataCount >= 0 && module.DataCount != module.Data.Length)
        {
            reader.ThrowFormat("data count and data section have inconsistent lengths");
        }

        return module;
    }

    private static void ReadPreamble(ref WasmReader reader)
    {
        if (reader.Remaining < 4)
        {
            throw new WasmFormatException(
                reader.AtEnd ? "unexpected end" : "magic header not detected", reader.Offset);
        }

        if (!reader.ReadBytes(4).SequenceEqual("\0asm"u8))
        {
            throw new WasmFormatException("magic header not detected", 0);
        }

        if (reader.Remaining < 4)
        {
            throw new WasmFormatException("unknown binary version", reader.Offset);
        }

        ReadOnlySpan<byte> version = reader.ReadBytes(4);
        if (version.SequenceEqual((ReadOnlySpan<byte>)[0x0D, 0x00, 0x01, 0x00]))
        {
            throw new WasmFormatException("the binary is a component, not a core module", 4);
        }

        if (!version.SequenceEqual((ReadOnlySpan<byte>)[1, 0, 0, 0]))
        {
            throw new WasmFormatException("unknown binary version", 4);
        }
    }

    private static void ReadSections(ref WasmReader reader, ModuleDefinition module, LoadClock clock)
    {
        var customSections = new List<CustomSection>();
        int last = AnyPlace;
        while (!reader.AtEnd)
        {
            clock.Advance();
            long offset = reader.Offset;
            byte id = reader.ReadByte();
            int order = OrderOf(id, offset);
            uint size = reader.ReadU32();
            WasmReader section = reader.Slice((int)Math.Min(size, int.MaxValue));
            if (order == AnyPlace)
            {
                customSections.Add(ReadCustom(ref section));
                continue;
            }

            if (order <= last)
            {
                throw new WasmFormatException("unexpected content after last section", offset);
            }

            last = order;
            ReadSection((SectionId)id, ref section, module, clock);
            if (!section.AtEnd)
            {
                section.ThrowFormat("section size mismatch");
            }
        }

        module.CustomSections = [.. customSections];
    }

    private static int OrderOf(byte id, long offset) => (SectionId)id switch
    {
        SectionId.Custom => AnyPlace,
        <= SectionId.Element => id,
        SectionId.DataCount => 10,
        SectionId.Code => 11,
        SectionId.Data => 12,
        SectionId.Tag => throw new WasmUnsupportedException(Proposals.ExceptionHandling, "tag section", offset),
        _ => throw new WasmFormatException("malformed section id", offset),
    };

    private static void ReadSection(SectionId id, ref WasmReader reader, ModuleDefinition module, LoadClock clock)
    {
        switch (id)
        {
            case SectionId.Type: TypeSection.Read(ref reader, module, clock); break;
            case SectionId.Import: ImportSection.Read(ref reader, module, clock); break;
            case SectionId.Function: FunctionSection.Read(ref reader, module, clock); break;
            case SectionId.Table: TableSection.Read(ref reader, module, clock); break;
            case SectionId.Memory: MemorySection.Read(ref reader, module); break;
            case SectionId.Global: GlobalSection.Read(ref reader, module, clock); break;
            case SectionId.Export: ExportSection.Read(ref reader, module, clock); break;
            case SectionId.Start: StartSection.Read(ref reader, module); break;
            case SectionId.Element: ElementSection.Read(ref reader, module, clock); break;
            case SectionId.DataCount: DataSection.ReadCount(ref reader, module); break;
            case SectionId.Code: CodeSection.Read(ref reader, module, clock); break;
            default: DataSection.Read(ref reader, module, clock); break;
        }
    }

    private static CustomSection ReadCustom(ref WasmReader reader)
    {
        string name = reader.ReadName();
        var contents = new ByteRange(reader.Position, reader.Remaining);
        reader.Skip(reader.Remaining);
        return new CustomSection(name, contents);
    }
}

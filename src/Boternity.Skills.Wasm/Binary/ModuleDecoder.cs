using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>
/// Decodes a core module (core specification, section 5.5) in one pass. Function bodies are only found here; the
/// validator reads them.
/// </summary>
internal sealed partial class ModuleDecoder
{
    private readonly ModuleDefinition _module;
    private readonly List<CustomSection> _customSections = [];
    private int[] _definedFunctions = [];

    private ModuleDecoder(ReadOnlyMemory<byte> binary, WasmFeatures features) =>
        _module = new ModuleDefinition { Bytes = binary, Features = features };

    /// <summary>Decodes a module.</summary>
    /// <param name="binary">The binary; it must not change afterwards.</param>
    /// <param name="features">What the binary may use.</param>
    /// <exception cref="WasmFormatException">It is malformed.</exception>
    /// <exception cref="WasmUnsupportedException">It uses what is not there.</exception>
    public static ModuleDefinition Decode(ReadOnlyMemory<byte> binary, WasmFeatures features)
    {
        var decoder = new ModuleDecoder(binary, features);
        decoder.DecodeModule(new WasmReader(binary.Span));
        return decoder._module;
    }

    private void DecodeModule(WasmReader reader)
    {
        if (reader.Remaining > WasmLimits.ModuleBytes)
        {
            throw new WasmFormatException(
                $"module of {reader.Remaining} bytes exceeds the limit of {WasmLimits.ModuleBytes}", 0);
        }

        DecodePreamble(ref reader);
        int last = 0;
        while (!reader.AtEnd)
        {
            long offset = reader.Offset;
            byte id = reader.ReadByte();
            int order = OrderOf(id, offset);
            uint size = reader.ReadU32();
            WasmReader section = reader.Slice((int)Math.Min(size, int.MaxValue));
            if (order != 0)
            {
                if (order <= last)
                {
                    throw new WasmFormatException("unexpected content after last section", offset);
                }

                last = order;
            }

            DecodeSection((SectionId)id, ref section);
            if (!section.AtEnd)
            {
                section.ThrowFormat("section size mismatch");
            }
        }

        if (_module.Bodies.Length != _definedFunctions.Length)
        {
            reader.ThrowFormat("function and code section have inconsistent lengths");
        }

        if (_module.DataCount >= 0 && _module.DataCount != _module.Data.Length)
        {
            reader.ThrowFormat("data count and data section have inconsistent lengths");
        }

        _module.CustomSections = [.. _customSections];
    }

    private static void DecodePreamble(ref WasmReader reader)
    {
        if (reader.Remaining < 4)
        {
            throw new WasmFormatException(reader.AtEnd ? "unexpected end" : "magic header not detected", reader.Offset);
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

    // Sections stand in this order; 0 is for custom sections, which may stand anywhere.
    private static int OrderOf(byte id, long offset) => (SectionId)id switch
    {
        SectionId.Custom => 0,
        <= SectionId.Element => id,
        SectionId.DataCount => 10,
        SectionId.Code => 11,
        SectionId.Data => 12,
        SectionId.Tag => throw new WasmUnsupportedException(Proposals.ExceptionHandling, "tag section", offset),
        _ => throw new WasmFormatException("malformed section id", offset),
    };

    private void DecodeSection(SectionId id, ref WasmReader reader)
    {
        switch (id)
        {
            case SectionId.Custom: DecodeCustom(ref reader); break;
            case SectionId.Type: DecodeTypes(ref reader); break;
            case SectionId.Import: DecodeImports(ref reader); break;
            case SectionId.Function: DecodeFunctions(ref reader); break;
            case SectionId.Table: DecodeTables(ref reader); break;
            case SectionId.Memory: DecodeMemories(ref reader); break;
            case SectionId.Global: DecodeGlobals(ref reader); break;
            case SectionId.Export: DecodeExports(ref reader); break;
            case SectionId.Start: DecodeStart(ref reader); break;
            case SectionId.Element: DecodeElements(ref reader); break;
            case SectionId.DataCount: _module.DataCount = ReadDataCount(ref reader); break;
            case SectionId.Code: DecodeCode(ref reader); break;
            default: DecodeData(ref reader); break;
        }
    }

    private void DecodeCustom(ref WasmReader reader)
    {
        string name = reader.ReadName();
        _customSections.Add(new CustomSection(name, new ByteRange(reader.Position, reader.Remaining)));
        reader.Skip(reader.Remaining);
    }

    // The sections stand in an order in which all that an index may name was read before, so that it is checked where
    // it stands.
    private static int ReadIndex(ref WasmReader reader, int count, string what)
    {
        long offset = reader.Offset;
        uint index = reader.ReadU32();
        return index < (uint)count ? (int)index : throw new WasmValidationException($"unknown {what} {index}", offset);
    }
}

using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Binary;

// Binary, "Type Definitions": defvaltype.
internal sealed partial class ComponentDecoder
{
    private DefValType ReadDefValType(ref WasmReader reader, ComponentScope scope)
    {
        long offset = reader.Offset;
        byte code = reader.ReadByte();
        switch (code)
        {
            case 0x72: return ReadRecord(ref reader, scope, offset);
            case 0x71: return ReadVariant(ref reader, scope, offset);
            case 0x70: return DefValType.List(ReadValType(ref reader, scope));
            case 0x6F: return ReadTuple(ref reader, scope, offset);
            case 0x6E: return ReadFlags(ref reader, offset);
            case 0x6D: return DefValType.Enum(ReadLabels(ref reader, "enum tag name", offset));
            case 0x6B: return DefValType.Option(ReadValType(ref reader, scope));
            case 0x6A: return DefValType.Result(ReadOptionalValType(ref reader, scope), ReadOptionalValType(ref reader, scope));
            case 0x69: return DefValType.Own(scope.GetResource(reader.ReadU32(), offset));
            case 0x68: return DefValType.Borrow(scope.GetResource(reader.ReadU32(), offset));
            case 0x67: throw new WasmUnsupportedException("component-model-fixed-length-lists", "fixed-length list type", offset);
            case 0x66: throw new WasmUnsupportedException("component-model-async", "stream type", offset);
            case 0x65: throw new WasmUnsupportedException("component-model-async", "future type", offset);
            case 0x63: throw new WasmUnsupportedException("component-model-map", "map type", offset);
            default: return Primitive(code, offset);
        }
    }

    private static DefValType ReadRecord(ref WasmReader reader, ComponentScope scope, long offset)
    {
        var fields = new (string, DefValType)[ReadParts(ref reader, "record field", offset)];
        var unique = new HashSet<string>(fields.Length, StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < fields.Length; i++) fields[i] = (ReadLabel(ref reader, unique, "record field name"), ReadValType(ref reader, scope));
        return DefValType.Record(fields);
    }

    private static DefValType ReadVariant(ref WasmReader reader, ComponentScope scope, long offset)
    {
        var cases = new (string, DefValType?)[ReadParts(ref reader, "variant case", offset)];
        var unique = new HashSet<string>(cases.Length, StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < cases.Length; i++)
        {
            cases[i] = (ReadLabel(ref reader, unique, "variant case name"), ReadOptionalValType(ref reader, scope));
            if (reader.ReadByte() != 0) throw new WasmFormatException("invalid `refines` of a variant case", reader.Offset - 1);
        }

        return DefValType.Variant(cases);
    }

    private static DefValType ReadTuple(ref WasmReader reader, ComponentScope scope, long offset)
    {
        var types = new DefValType[ReadParts(ref reader, "tuple type", offset)];
        for (int i = 0; i < types.Length; i++) types[i] = ReadValType(ref reader, scope);
        return DefValType.Tuple(types);
    }

    private DefValType ReadFlags(ref WasmReader reader, long offset)
    {
        string[] labels = ReadLabels(ref reader, "flag name", offset);
        return labels.Length <= 32 || _features.HasFlag(ComponentFeatures.ManyFlags)
            ? DefValType.Flags(labels)
            : throw new WasmValidationException("cannot have more than 32 flags", offset);
    }

    private static string[] ReadLabels(ref WasmReader reader, string what, long offset)
    {
        var labels = new string[ReadParts(ref reader, what, offset)];
        var unique = new HashSet<string>(labels.Length, StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < labels.Length; i++) labels[i] = ReadLabel(ref reader, unique, what);
        return labels;
    }

    private static int ReadParts(ref WasmReader reader, string what, long offset)
    {
        int count = ReadCount(ref reader, what, ComponentLimits.MaxTypeParts);
        return count > 0 ? count : throw new WasmValidationException($"a type must have at least one {what}", offset);
    }
}

using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>Value types (Binary, "Type Definitions": defvaltype and valtype).</summary>
internal static class ValueTypes
{
    public static DefValType Read(ref WasmReader reader, ComponentScope scope)
    {
        long offset = reader.Offset;
        long code = reader.ReadS33();
        if (code < 0)
        {
            return Primitive((byte)(code & 0x7F), offset);
        }

        return scope.GetType<DefValType>((uint)code, "defined value", offset);
    }

    public static DefValType? ReadOptional(ref WasmReader reader, ComponentScope scope) =>
        reader.ReadOptionalFlag() ? Read(ref reader, scope) : null;

    public static DefValType ReadDefined(ref WasmReader reader, ComponentScope scope)
    {
        long offset = reader.Offset;
        byte code = reader.ReadByte();
        switch (code)
        {
            case 0x72: return ReadRecord(ref reader, scope, offset);
            case 0x71: return ReadVariant(ref reader, scope, offset);
            case 0x70: return DefValType.List(Read(ref reader, scope));
            case 0x6F: return ReadTuple(ref reader, scope, offset);
            case 0x6E: return ReadFlags(ref reader, scope, offset);
            case 0x6D: return DefValType.Enum(ReadLabels(ref reader, "enum tag name", offset));
            case 0x6B: return DefValType.Option(Read(ref reader, scope));
            case 0x6A: return DefValType.Result(ReadOptional(ref reader, scope), ReadOptional(ref reader, scope));
            case 0x69: return DefValType.Own(scope.GetResource(reader.ReadU32(), offset));
            case 0x68: return DefValType.Borrow(scope.GetResource(reader.ReadU32(), offset));
            case 0x67:
                throw new WasmUnsupportedException(
                    "component-model-fixed-length-lists", "fixed-length list type", offset);
            case 0x66: throw new WasmUnsupportedException("component-model-async", "stream type", offset);
            case 0x65: throw new WasmUnsupportedException("component-model-async", "future type", offset);
            case 0x63: throw new WasmUnsupportedException("component-model-map", "map type", offset);
            default: return Primitive(code, offset);
        }
    }

    private static DefValType Primitive(byte code, long offset) => code switch
    {
        0x7F => DefValType.Bool,
        0x7E => DefValType.S8,
        0x7D => DefValType.U8,
        0x7C => DefValType.S16,
        0x7B => DefValType.U16,
        0x7A => DefValType.S32,
        0x79 => DefValType.U32,
        0x78 => DefValType.S64,
        0x77 => DefValType.U64,
        0x76 => DefValType.F32,
        0x75 => DefValType.F64,
        0x74 => DefValType.Char,
        0x73 => DefValType.String,
        0x64 => throw new WasmUnsupportedException("component-model-error-context", "error-context type", offset),
        _ => throw new WasmFormatException($"invalid leading byte 0x{code:x2} for a component value type", offset),
    };

    private static DefValType ReadRecord(ref WasmReader reader, ComponentScope scope, long offset)
    {
        var fields = new (string, DefValType)[ReadParts(ref reader, "record field", offset)];
        var unique = new HashSet<string>(fields.Length, StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = (reader.ReadLabel(unique, "record field name"), Read(ref reader, scope));
        }

        return DefValType.Record(fields);
    }

    private static DefValType ReadVariant(ref WasmReader reader, ComponentScope scope, long offset)
    {
        var cases = new (string, DefValType?)[ReadParts(ref reader, "variant case", offset)];
        var unique = new HashSet<string>(cases.Length, StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < cases.Length; i++)
        {
            cases[i] = (reader.ReadLabel(unique, "variant case name"), ReadOptional(ref reader, scope));
            if (reader.ReadByte() != 0)
            {
                throw new WasmFormatException("invalid `refines` of a variant case", reader.Offset - 1);
            }
        }

        return DefValType.Variant(cases);
    }

    private static DefValType ReadTuple(ref WasmReader reader, ComponentScope scope, long offset)
    {
        var types = new DefValType[ReadParts(ref reader, "tuple type", offset)];
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = Read(ref reader, scope);
        }

        return DefValType.Tuple(types);
    }

    private static DefValType ReadFlags(ref WasmReader reader, ComponentScope scope, long offset)
    {
        string[] labels = ReadLabels(ref reader, "flag name", offset);
        return labels.Length <= 32 || scope.Context.Features.HasFlag(ComponentFeatures.ManyFlags)
            ? DefValType.Flags(labels)
            : throw new WasmValidationException("cannot have more than 32 flags", offset);
    }

    private static string[] ReadLabels(ref WasmReader reader, string what, long offset)
    {
        var labels = new string[ReadParts(ref reader, what, offset)];
        var unique = new HashSet<string>(labels.Length, StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = reader.ReadLabel(unique, what);
        }

        return labels;
    }

    private static int ReadParts(ref WasmReader reader, string what, long offset)
    {
        int count = reader.ReadVectorCount(what, ComponentLimits.MaxTypeParts);
        return count > 0 ? count : throw new WasmValidationException($"a type must have at least one {what}", offset);
    }
}

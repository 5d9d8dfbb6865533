using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Components.Types;

/// <summary>The core types that values are passed as (CanonicalABI, "Flattening").</summary>
internal static class Flattening
{
    public static ValType[] Flatten(DefValType type)
    {
        switch (type.Kind)
        {
            case DefValTypeKind.S64 or DefValTypeKind.U64: return [ValType.I64];
            case DefValTypeKind.F32: return [ValType.F32];
            case DefValTypeKind.F64: return [ValType.F64];
            case DefValTypeKind.String or DefValTypeKind.List: return [ValType.I32, ValType.I32];
            case DefValTypeKind.Flags:
                return Enumerable.Repeat(
                    ValType.I32, Math.Min((type.Labels.Length + 31) / 32, DefValType.MaxFlat + 1)).ToArray();
            case DefValTypeKind.Record or DefValTypeKind.Tuple: return FlattenAll(type.Parts!);
            case DefValTypeKind.Variant or DefValTypeKind.Enum or DefValTypeKind.Option or DefValTypeKind.Result:
                return FlattenCases(type);
            default: return [ValType.I32];
        }
    }

    /// <summary>The flat form of several values one after the other, cut as <see cref="DefValType.Flat"/> is.</summary>
    public static ValType[] FlattenAll(ReadOnlySpan<DefValType> types)
    {
        var flat = new List<ValType>();
        foreach (DefValType type in types)
        {
            flat.AddRange(type.Flat);
            if (flat.Count > DefValType.MaxFlat)
            {
                return [.. flat[..(DefValType.MaxFlat + 1)]];
            }
        }

        return [.. flat];
    }

    private static ValType[] FlattenCases(DefValType type)
    {
        var flat = new List<ValType> { ValType.I32 };
        foreach (DefValType? part in type.Parts)
        {
            if (part is null)
            {
                continue;
            }

            for (int i = 0; i < part.Flat.Length && i < DefValType.MaxFlat; i++)
            {
                if (i + 1 < flat.Count)
                {
                    flat[i + 1] = DefValTypeLayout.Join(flat[i + 1], part.Flat[i]);
                }
                else
                {
                    flat.Add(part.Flat[i]);
                }
            }
        }

        return [.. flat];
    }
}

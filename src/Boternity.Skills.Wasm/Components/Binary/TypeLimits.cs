using Boternity.Skills.Wasm.Components.Types;

namespace Boternity.Skills.Wasm.Components.Binary;

/// <summary>The limits on the size of one type.</summary>
internal static class TypeLimits
{
    public static T Check<T>(T type, long offset)
        where T : TypeDefinition
    {
        if (type.TreeSize > ComponentLimits.MaxTypeSize)
        {
            throw new WasmValidationException(
                $"effective type size exceeds the limit of {ComponentLimits.MaxTypeSize}", offset);
        }

        if (type.Depth > ComponentLimits.MaxTypeDepth)
        {
            throw new WasmValidationException(
                $"type nesting is too deep: more than {ComponentLimits.MaxTypeDepth}", offset);
        }

        if (type is DefValType { Layout64.Size: >= ComponentLimits.MaxElementSize })
        {
            throw new WasmValidationException("type exceeds maximum byte size", offset);
        }

        return type;
    }

    public static void Check(ExternType type, long offset)
    {
        if (type.Type is TypeDefinition definition)
        {
            Check(definition, offset);
        }
    }
}

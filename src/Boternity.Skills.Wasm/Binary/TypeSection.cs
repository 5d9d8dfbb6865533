using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>The type section (core specification, section 5.5.4). Equal types become one object.</summary>
internal static class TypeSection
{
    private const byte FuncTypeTag = 0x60;

    public static void Read(ref WasmReader reader, ModuleDefinition module, LoadClock clock)
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
                ThrowUnknown(tag, offset);
            }

            int parameterCount = ReadTypes(ref reader, module, parameters, "parameter");
            int resultCount = ReadTypes(ref reader, module, results, "result");
            if (resultCount > 1)
            {
                FeatureCheck.Require(module, WasmFeatures.MultiValue, "several results", offset);
            }

            // Making a type and finding it among the others costs about as much as reading some dozens of bytes.
            clock.Advance(64 + parameterCount + resultCount);
            var type = new FuncType(parameters[..parameterCount], results[..resultCount]);
            types[i] = known.TryGetValue(type, out FuncType? same) ? same : known[type] = type;
        }

        module.Types = types;
    }

    private static int ReadTypes(
        ref WasmReader reader, ModuleDefinition module, scoped Span<ValType> types, string what)
    {
        int count = reader.ReadCount(types.Length, what);
        for (int i = 0; i < count; i++)
        {
            types[i] = TypeDecoding.ReadValType(ref reader, module.Features);
        }

        return count;
    }

    private static void ThrowUnknown(byte tag, long offset)
    {
        if (Proposals.OfType(tag) is { } proposal)
        {
            throw new WasmUnsupportedException(proposal, $"type 0x{tag:x2}", offset);
        }

        throw new WasmFormatException("integer representation too long", offset);
    }
}

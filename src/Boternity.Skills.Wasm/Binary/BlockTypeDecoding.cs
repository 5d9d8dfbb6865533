using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>Block types in code (core specification, section 5.4.1).</summary>
internal static class BlockTypeDecoding
{
    private const byte EmptyType = 0x40;

    public static FuncType Read(ref WasmReader reader, ModuleDefinition module)
    {
        long offset = reader.Offset;
        byte first = reader.PeekByte();
        if (first == EmptyType)
        {
            reader.Skip(1);
            return BlockTypes.Empty;
        }

        // One byte with the sign bit set is a negative number: a value type.
        if (first is >= 0x40 and < 0x80)
        {
            reader.Skip(1);
            return BlockTypes.Of(TypeDecoding.ToValType(first, module.Features, offset));
        }

        long index = reader.ReadS33();
        if (index < 0)
        {
            throw new WasmFormatException("malformed block type", offset);
        }

        if ((module.Features & WasmFeatures.MultiValue) == 0)
        {
            throw new WasmUnsupportedException(Proposals.NameOf(WasmFeatures.MultiValue), "block type", offset);
        }

        if (index >= module.Types.Length)
        {
            throw new WasmValidationException($"unknown type {index}", offset);
        }

        return module.Types[index];
    }
}

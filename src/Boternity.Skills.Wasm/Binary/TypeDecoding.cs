using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>Value types as they stand in sections and in code.</summary>
internal static class TypeDecoding
{
    public static ValType ReadValType(ref WasmReader reader, WasmFeatures features)
    {
        long offset = reader.Offset;
        return ToValType(reader.ReadByte(), features, offset);
    }

    public static ValType ReadRefType(ref WasmReader reader, WasmFeatures features)
    {
        long offset = reader.Offset;
        byte code = reader.ReadByte();
        if (code is not ((byte)ValType.FuncRef or (byte)ValType.ExternRef))
        {
            if (Proposals.OfType(code) is { } proposal)
            {
                throw new WasmUnsupportedException(proposal, $"type 0x{code:x2}", offset);
            }

            throw new WasmFormatException("malformed reference type", offset);
        }

        return (ValType)code;
    }

    public static ValType ToValType(byte code, WasmFeatures features, long offset)
    {
        WasmFeatures feature = (ValType)code switch
        {
            ValType.I32 or ValType.I64 or ValType.F32 or ValType.F64 => WasmFeatures.Mvp,
            ValType.V128 => WasmFeatures.Simd,
            ValType.FuncRef or ValType.ExternRef => WasmFeatures.ReferenceTypes,
            _ => Proposals.OfType(code) is { } proposal
                ? throw new WasmUnsupportedException(proposal, $"type 0x{code:x2}", offset)
                : throw new WasmFormatException("malformed value type", offset),
        };
        if ((features & feature) != feature)
        {
            throw new WasmUnsupportedException(Proposals.NameOf(feature), ((ValType)code).TextName, offset);
        }

        return (ValType)code;
    }
}

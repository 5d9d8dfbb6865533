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

    /// <summary>A reference type (core specification, section 5.3.5).</summary>
    public static ValType ReadRefType(ref WasmReader reader, WasmFeatures features)
    {
        long offset = reader.Offset;
        byte code = reader.ReadByte();
        return IsKnown(code) ? (ValType)code : throw Unknown(Proposals.OfType(code), code, offset);
    }

    /// <summary>What ref.null names: a heap type, of which those that are known have the encodings of their reference
    /// types (core specification, section 5.3.4).</summary>
    public static ValType ReadHeapType(ref WasmReader reader)
    {
        long offset = reader.Offset;
        byte code = reader.ReadByte();
        return IsKnown(code) ? (ValType)code : throw Unknown(Proposals.OfHeapType(code), code, offset);
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

    private static bool IsKnown(byte code) => code is (byte)ValType.FuncRef or (byte)ValType.ExternRef;

    private static WasmException Unknown(string? proposal, byte code, long offset) => proposal is null
        ? new WasmFormatException("malformed reference type", offset)
        : new WasmUnsupportedException(proposal, $"type 0x{code:x2}", offset);
}

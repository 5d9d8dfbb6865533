using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>Reads an opcode and looks it up in the table.</summary>
internal static class OpcodeDecoding
{
    /// <exception cref="WasmFormatException">Nobody has defined such an instruction.</exception>
    /// <exception cref="WasmUnsupportedException">It is not available, or not switched on.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OpcodeInfo Read(ref WasmReader reader, WasmFeatures features)
    {
        byte code = reader.ReadByte();
        OpcodeInfo? info = OpcodeTable.FindSingle(code);
        if (info is null || (info.Feature & ~features) != 0)
        {
            info = ReadRare(ref reader, code, features);
        }

        return info;
    }

    private static OpcodeInfo ReadRare(ref WasmReader reader, byte code, WasmFeatures features)
    {
        long offset = reader.Offset - 1;
        uint number = 0;
        OpcodeInfo? info;
        if (code is OpcodeTable.MiscPrefix or OpcodeTable.VectorPrefix)
        {
            number = reader.ReadU32();
            info = OpcodeTable.FindPrefixed(code, number);
        }
        else
        {
            info = OpcodeTable.FindSingle(code);
        }

        if (info is null)
        {
            ThrowUnknown(code, number, offset);
        }

        if ((info.Feature & ~features) != 0)
        {
            throw new WasmUnsupportedException(Proposals.NameOf(info.Feature), info.Name, offset);
        }

        return info;
    }

    [DoesNotReturn]
    private static void ThrowUnknown(byte code, uint number, long offset)
    {
        string name = code >= 0xFB ? $"{code:x2} {number:x2}" : $"{code:x2}";
        if (Proposals.OfOpcode(code, number) is { } proposal)
        {
            throw new WasmUnsupportedException(proposal, $"opcode {name}", offset);
        }

        throw new WasmFormatException($"illegal opcode {name}", offset);
    }
}

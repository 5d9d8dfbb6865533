using System.Runtime.CompilerServices;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Binary;

/// <summary>
/// Reads what follows an opcode (core specification, section 5.4). The one place that knows how each
/// <see cref="ImmediateKind"/> is encoded: validator, translator, emitter and constant expressions read with it.
/// </summary>
internal static class ImmediateReader
{
    /// <summary>Reads an instruction's immediates.</summary>
    /// <param name="reader">Stands behind the opcode.</param>
    /// <param name="module">The module that the code belongs to: its types and features.</param>
    /// <param name="kind">What follows.</param>
    /// <param name="immediates">Where it goes.</param>
    /// <exception cref="WasmFormatException">It is malformed.</exception>
    /// <exception cref="WasmUnsupportedException">It names a type that is not available.</exception>
    /// <exception cref="WasmValidationException">It names a block type that the module does not have.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Read(
        ref WasmReader reader, ModuleDefinition module, ImmediateKind kind, ref Immediates immediates)
    {
        switch (kind)
        {
            case ImmediateKind.None: break;
            case ImmediateKind.BlockType: immediates.BlockType = BlockTypeDecoding.Read(ref reader, module); break;
            case ImmediateKind.I32: immediates.Low = (uint)reader.ReadS32(); break;
            case ImmediateKind.I64: immediates.Low = (ulong)reader.ReadS64(); break;
            case ImmediateKind.F32: immediates.Low = reader.ReadF32Bits(); break;
            case ImmediateKind.F64: immediates.Low = reader.ReadF64Bits(); break;
            case ImmediateKind.V128 or ImmediateKind.Shuffle:
                immediates.Low = reader.ReadF64Bits();
                immediates.High = reader.ReadF64Bits();
                break;
            case ImmediateKind.Lane: immediates.Lane = reader.ReadByte(); break;
            case ImmediateKind.MemArg: ReadMemArg(ref reader, module.Features, ref immediates); break;
            case ImmediateKind.MemArgLane:
                ReadMemArg(ref reader, module.Features, ref immediates);
                immediates.Lane = reader.ReadByte();
                break;
            case ImmediateKind.RefType:
                immediates.Type = TypeDecoding.ReadHeapType(ref reader);
                break;
            case ImmediateKind.SelectTypes: ReadSelectTypes(ref reader, module.Features, ref immediates); break;
            case ImmediateKind.LabelTable: ReadLabels(ref reader, ref immediates); break;
            case ImmediateKind.Memory:
                immediates.X = MemArg.ReadMemoryIndex(ref reader, module.Features);
                immediates.Y = 0;
                break;
            case ImmediateKind.MemoryMemory:
                immediates.X = MemArg.ReadMemoryIndex(ref reader, module.Features);
                immediates.Y = MemArg.ReadMemoryIndex(ref reader, module.Features);
                break;
            case ImmediateKind.DataMemory:
                immediates.X = ReadDataIndex(ref reader, module);
                immediates.Y = MemArg.ReadMemoryIndex(ref reader, module.Features);
                break;
            case ImmediateKind.Data:
                immediates.X = ReadDataIndex(ref reader, module);
                immediates.Y = 0;
                break;
            case ImmediateKind.TypeTable:
                immediates.X = reader.ReadU32();
                immediates.Y = ReadCalledTable(ref reader, module.Features);
                break;
            case ImmediateKind.ElementTable or ImmediateKind.TableTable:
                immediates.X = reader.ReadU32();
                immediates.Y = reader.ReadU32();
                break;
            case ImmediateKind.Label or ImmediateKind.Function or ImmediateKind.Local or ImmediateKind.Global
                or ImmediateKind.Table or ImmediateKind.Element:
                immediates.X = reader.ReadU32();
                immediates.Y = 0;
                break;
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }
    }

    private static void ReadMemArg(ref WasmReader reader, WasmFeatures features, ref Immediates immediates)
    {
        MemArg argument = MemArg.Read(ref reader, features);
        immediates.X = argument.Offset;
        immediates.Y = argument.Memory;
        immediates.Alignment = argument.Alignment;
    }

    // X says how many types there are: the validator refuses all but one.
    private static void ReadSelectTypes(ref WasmReader reader, WasmFeatures features, ref Immediates immediates)
    {
        immediates.X = reader.ReadU32();
        for (uint i = 0; i < immediates.X; i++)
        {
            immediates.Type = TypeDecoding.ReadValType(ref reader, features);
        }
    }

    // Each label takes a byte at least, so that no count is larger than what is left.
    private static void ReadLabels(ref WasmReader reader, ref Immediates immediates)
    {
        uint count = reader.ReadU32();
        if (count >= (uint)reader.Remaining)
        {
            reader.ThrowFormat("unexpected end");
        }

        immediates.Labels = new LabelTable(reader.Position, (int)count + 1);
        for (uint i = 0; i <= count; i++)
        {
            reader.ReadU32();
        }
    }

    // Code comes before the data section: without a count there is nothing to compare an index with (section 5.5.16).
    private static uint ReadDataIndex(ref WasmReader reader, ModuleDefinition module)
    {
        long offset = reader.Offset;
        uint index = reader.ReadU32();
        return module.DataCount >= 0 ? index : throw new WasmFormatException("data count section required", offset);
    }

    // Before reference types, call_indirect had a zero byte here.
    private static uint ReadCalledTable(ref WasmReader reader, WasmFeatures features)
    {
        if ((features & WasmFeatures.ReferenceTypes) != 0)
        {
            return reader.ReadU32();
        }

        return reader.ReadByte() == 0
            ? 0u
            : throw new WasmFormatException("zero byte expected", reader.Offset - 1);
    }
}

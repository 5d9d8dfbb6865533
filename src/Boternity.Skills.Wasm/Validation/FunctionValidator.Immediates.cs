using System.Runtime.CompilerServices;
using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Validation;

/// <content>What follows the opcode of an instruction with a fixed signature, and the index checks that all
/// share.</content>
internal sealed partial class FunctionValidator
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ValidateImmediate(OpcodeInfo info, ref WasmReader reader)
    {
        switch (info.Immediate)
        {
            case ImmediateKind.I32: reader.ReadS32(); break;
            case ImmediateKind.I64: reader.ReadS64(); break;
            case ImmediateKind.F32: reader.Skip(4); break;
            case ImmediateKind.F64: reader.Skip(8); break;
            case ImmediateKind.V128: reader.Skip(16); break;
            case ImmediateKind.MemArg: ValidateMemArg(info, ref reader); break;
            case ImmediateKind.MemArgLane:
                ValidateMemArg(info, ref reader);
                ValidateLane(info, ref reader);
                break;
            case ImmediateKind.Lane: ValidateLane(info, ref reader); break;
            case ImmediateKind.Shuffle:
                for (int i = 0; i < 16; i++)
                {
                    ValidateLane(info, ref reader);
                }

                break;
            case ImmediateKind.Memory: CheckMemory(ReadMemoryIndex(ref reader)); break;
            case ImmediateKind.MemoryMemory:
                uint destination = ReadMemoryIndex(ref reader);
                CheckMemory(destination);
                CheckMemory(ReadMemoryIndex(ref reader));
                break;
            case ImmediateKind.DataMemory:
                uint data = ReadDataIndex(ref reader);
                CheckMemory(ReadMemoryIndex(ref reader));
                CheckData(data);
                break;
            case ImmediateKind.Data: CheckData(ReadDataIndex(ref reader)); break;
            case ImmediateKind.ElementTable:
                uint element = reader.ReadU32();
                uint table = reader.ReadU32();
                if (CheckTable(table) != CheckElement(element))
                {
                    TypeMismatch();
                }

                break;
            case ImmediateKind.Element: CheckElement(reader.ReadU32()); break;
            case ImmediateKind.TableTable:
                ValType to = CheckTable(reader.ReadU32());
                if (to != CheckTable(reader.ReadU32()))
                {
                    TypeMismatch();
                }

                break;
            default: CheckTable(reader.ReadU32()); break;
        }
    }

    private void ValidateMemArg(OpcodeInfo info, ref WasmReader reader)
    {
        MemArg argument = MemArg.Read(ref reader, Features);
        CheckMemory(argument.Memory);
        if (argument.Alignment > info.Alignment)
        {
            Invalid("alignment must not be larger than natural");
        }
    }

    private void ValidateLane(OpcodeInfo info, ref WasmReader reader)
    {
        if (reader.ReadByte() >= info.Lanes)
        {
            Invalid("invalid lane index");
        }
    }

    private uint ReadMemoryIndex(ref WasmReader reader) => MemArg.ReadMemoryIndex(ref reader, Features);

    private uint ReadDataIndex(ref WasmReader reader)
    {
        uint index = reader.ReadU32();
        if (module.DataCount < 0)
        {
            throw new WasmFormatException("data count section required", _offset);
        }

        return index;
    }

    private void CheckMemory(uint index)
    {
        if (index >= (uint)module.Memories.Length)
        {
            Invalid($"unknown memory {index}");
        }
    }

    private void CheckData(uint index)
    {
        if (index >= (uint)module.DataCount)
        {
            Invalid($"unknown data segment {index}");
        }
    }

    private ValType CheckTable(uint index)
    {
        if (index >= (uint)module.Tables.Length)
        {
            Invalid($"unknown table {index}");
        }

        return module.Tables[index].Element;
    }

    private ValType CheckElement(uint index)
    {
        if (index >= (uint)module.Elements.Length)
        {
            Invalid($"unknown elem segment {index}");
        }

        return module.Elements[index].Type;
    }
}

using System.Runtime.CompilerServices;
using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Validation;

/// <content>Instructions whose types depend on immediates or operands.</content>
internal sealed partial class FunctionValidator
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ValidateSpecial(OpcodeInfo info, ref WasmReader reader)
    {
        switch (info.Opcode)
        {
            case Opcode.Unreachable: SetUnreachable(); break;
            case Opcode.Block or Opcode.Loop: EnterBlock(info.Opcode, ref reader); break;
            case Opcode.If:
                FuncType type = BlockTypeDecoding.Read(ref reader, module);
                Pop(ValType.I32);
                PopAll(type.Parameters);
                PushFrame(Opcode.If, type);
                break;
            case Opcode.Else: ValidateElse(); break;
            case Opcode.End: ValidateEnd(); break;
            case Opcode.Br:
                PopAll(ReadLabel(ref reader));
                SetUnreachable();
                break;
            case Opcode.BrIf:
                ReadOnlySpan<ValType> label = ReadLabel(ref reader);
                Pop(ValType.I32);
                PopAll(label);
                PushAll(label);
                break;
            case Opcode.BrTable: ValidateBrTable(ref reader); break;
            case Opcode.Return:
                PopAll(_frames[0].Type.Results);
                SetUnreachable();
                break;
            case Opcode.Call or Opcode.ReturnCall:
                ValidateCall(info.Opcode == Opcode.ReturnCall, ReadFunctionType(ref reader));
                break;
            case Opcode.CallIndirect or Opcode.ReturnCallIndirect: ValidateCallIndirect(info.Opcode, ref reader); break;
            case Opcode.Drop: Pop(ValType.Unknown); break;
            case Opcode.Select: ValidateSelect(); break;
            case Opcode.SelectT: ValidateTypedSelect(ref reader); break;
            default: ValidateVariable(info.Opcode, ref reader); break;
        }
    }

    private void EnterBlock(Opcode opcode, ref WasmReader reader)
    {
        FuncType type = BlockTypeDecoding.Read(ref reader, module);
        PopAll(type.Parameters);
        PushFrame(opcode, type);
    }

    private void ValidateElse()
    {
        BlockFrame frame = PopFrame();
        if (frame.Opcode != Opcode.If)
        {
            throw new WasmFormatException("unexpected else", _offset);
        }

        PushFrame(Opcode.Else, frame.Type);
    }

    private void ValidateEnd()
    {
        BlockFrame frame = PopFrame();

        // An if without else must give back what it takes.
        if (frame.Opcode == Opcode.If && !frame.Type.Parameters.SequenceEqual(frame.Type.Results))
        {
            TypeMismatch();
        }

        if (_frameCount > 0)
        {
            PushAll(frame.Type.Results);
        }
    }

    private ReadOnlySpan<ValType> ReadLabel(ref WasmReader reader) => LabelTypes(reader.ReadU32());

    private ReadOnlySpan<ValType> LabelTypes(uint depth)
    {
        if (depth >= (uint)_frameCount)
        {
            Invalid($"unknown label {depth}");
        }

        return _frames[_frameCount - 1 - (int)depth].LabelTypes;
    }

    private void ValidateBrTable(ref WasmReader reader)
    {
        uint count = reader.ReadU32();
        if (count > (uint)reader.Remaining)
        {
            throw new WasmFormatException("unexpected end", _offset);
        }

        Pop(ValType.I32);
        int arity = -1;
        uint last = uint.MaxValue;
        for (uint i = 0; i <= count; i++)
        {
            uint depth = reader.ReadU32();
            if (depth == last)
            {
                continue;
            }

            last = depth;
            ReadOnlySpan<ValType> types = LabelTypes(depth);
            if (arity < 0)
            {
                arity = types.Length;
            }

            if (types.Length != arity)
            {
                TypeMismatch();
            }

            CheckTop(types);
        }

        SetUnreachable();
    }

    // Whether the operands on top have these types; how many of them there are. Those below an unreachable frame's
    // bottom have any type and are not gone through: a branch of two bytes may carry a thousand.
    private int CheckTop(ReadOnlySpan<ValType> types)
    {
        ref BlockFrame frame = ref _frames[_frameCount - 1];
        int there = Math.Min(types.Length, _height - frame.Height);
        if (there < types.Length && !frame.Unreachable)
        {
            TypeMismatch();
        }

        if (!OperandMatching.Match(_operands.AsSpan(_height - there, there), types[^there..]))
        {
            TypeMismatch();
        }

        return there;
    }

    private FuncType ReadFunctionType(ref WasmReader reader)
    {
        uint index = reader.ReadU32();
        if (index >= (uint)module.FunctionTypes.Length)
        {
            Invalid($"unknown function {index}");
        }

        return module.GetFunctionType((int)index);
    }

    private void ValidateCall(bool isTail, FuncType type)
    {
        PopAll(type.Parameters);
        if (!isTail)
        {
            PushAll(type.Results);
            return;
        }

        if (!type.Results.SequenceEqual(_frames[0].Type.Results))
        {
            TypeMismatch();
        }

        SetUnreachable();
    }

    private void ValidateCallIndirect(Opcode opcode, ref WasmReader reader)
    {
        uint type = reader.ReadU32();
        uint table = ReadTableIndex(ref reader);
        if (CheckTable(table) != ValType.FuncRef)
        {
            TypeMismatch();
        }

        if (type >= (uint)module.Types.Length)
        {
            Invalid($"unknown type {type}");
        }

        Pop(ValType.I32);
        ValidateCall(opcode == Opcode.ReturnCallIndirect, module.Types[type]);
    }

    // Before reference types, call_indirect had a zero byte here.
    private uint ReadTableIndex(ref WasmReader reader)
    {
        if ((Features & WasmFeatures.ReferenceTypes) != 0)
        {
            return reader.ReadU32();
        }

        return reader.ReadByte() == 0 ? 0u : throw new WasmFormatException("zero byte expected", reader.Offset - 1);
    }

    private void ValidateSelect()
    {
        Pop(ValType.I32);
        ValType second = Pop(ValType.Unknown);
        ValType first = Pop(ValType.Unknown);
        if (first.IsReference || second.IsReference)
        {
            TypeMismatch();
        }

        if (first != second && first != ValType.Unknown && second != ValType.Unknown)
        {
            TypeMismatch();
        }

        Push(first == ValType.Unknown ? second : first);
    }

    private void ValidateTypedSelect(ref WasmReader reader)
    {
        uint count = reader.ReadU32();
        if (count != 1)
        {
            Invalid("invalid result arity");
        }

        ValType type = TypeDecoding.ReadValType(ref reader, Features);
        Pop(ValType.I32);
        Pop(type);
        Pop(type);
        Push(type);
    }
}

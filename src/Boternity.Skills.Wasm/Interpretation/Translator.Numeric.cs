using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Interpretation;

/// <content>Instructions with a fixed signature: numbers, vectors, memory.</content>
internal sealed partial class Translator
{
    private void TranslateFixed(OpcodeInfo info, ref WasmReader reader)
    {
        switch (info.Immediate)
        {
            case ImmediateKind.None: TranslatePlain(info); break;
            case ImmediateKind.I32: PushConstant((uint)reader.ReadS32()); break;
            case ImmediateKind.I64: PushConstant((ulong)reader.ReadS64()); break;
            case ImmediateKind.F32: PushConstant(reader.ReadF32Bits()); break;
            case ImmediateKind.F64: PushConstant(reader.ReadF64Bits()); break;
            case ImmediateKind.V128: PushVector(reader.ReadBytes(16)); break;
            case ImmediateKind.MemArg or ImmediateKind.MemArgLane: TranslateAccess(info, ref reader); break;
            case ImmediateKind.Shuffle:
                PushVector(reader.ReadBytes(16));
                EmitVector(info, operands: 3, lane: 0);
                break;
            case ImmediateKind.Lane: EmitVector(info, info.Operands.Length, reader.ReadByte()); break;
            default: TranslateBulk(info, ref reader); break;
        }
    }

    private void TranslatePlain(OpcodeInfo info)
    {
        int group = (int)info.Opcode >> 8;
        if (group == OpcodeTable.VectorPrefix)
        {
            EmitVector(info, info.Operands.Length, lane: 0);
        }
        else if (group == OpcodeTable.MiscPrefix)
        {
            uint operand = PopRegister();
            EmitResult(RegisterOp.TruncSat, PushTemporary(), operand, (uint)info.Opcode);
        }
        else if (info.Operands.Length == 2)
        {
            TranslateBinary((RegisterOp)info.Opcode);
        }
        else if (info.Operands.Length == 1)
        {
            uint operand = PopRegister();
            EmitResult((RegisterOp)info.Opcode, PushTemporary(), operand);
        }
    }

    private void TranslateBinary(RegisterOp op)
    {
        Operand right = Pop();
        Operand left = Pop();
        if (left.Kind == OperandKind.Constant && right.Kind != OperandKind.Constant
            && ConstantForms.TryExchange(ref op))
        {
            (left, right) = (right, left);
        }

        if (right.Kind == OperandKind.Constant
            && ConstantForms.TryGet(op, right.Constant, out RegisterOp withConstant, out uint constant))
        {
            uint register = RegisterOf(left);
            EmitResult(withConstant, PushTemporary(), register, constant);
            return;
        }

        uint leftRegister = RegisterOf(left);
        uint rightRegister = RegisterOf(right);
        EmitResult(op, PushTemporary(), leftRegister, rightRegister);
    }

    private void PushVector(ReadOnlySpan<byte> bytes)
    {
        uint slot = PushTemporary(isWide: true);
        int word = Emit(RegisterOp.Const128, slot);
        _code[word].Immediate = System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        word = Emit(RegisterOp.Nop);
        _code[word].Immediate = System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
    }

    private void EmitVector(OpcodeInfo info, int operands, byte lane)
    {
        uint third = operands > 2 ? PopRegister() : 0;
        uint second = operands > 1 ? PopRegister() : 0;
        uint first = PopRegister();
        int word = Emit(RegisterOp.Vector, PushTemporary(info.Results[0] == ValType.V128), first, second);
        Emit((RegisterOp)info.Opcode, third, lane);
        _lastResult = word;
    }

    private void TranslateAccess(OpcodeInfo info, ref WasmReader reader)
    {
        MemArg argument = MemArg.Read(ref reader, module.Features);
        byte lane = info.Immediate == ImmediateKind.MemArgLane ? reader.ReadByte() : (byte)0;
        if ((int)info.Opcode >> 8 == OpcodeTable.VectorPrefix)
        {
            EmitVectorAccess(info, argument, lane);
            return;
        }

        bool isStore = info.Results.Length == 0;
        uint value = isStore ? PopRegister() : 0;
        uint address = PopRegister();
        uint a = isStore ? value : PushTemporary();
        if (argument.Memory == 0)
        {
            int word = Emit((RegisterOp)info.Opcode, a, address, argument.Offset);
            if (!isStore)
            {
                _lastResult = word;
            }

            return;
        }

        int far = Emit(RegisterOp.FarAccess, a, address);
        Emit((RegisterOp)info.Opcode, 0, argument.Offset, argument.Memory);
        if (!isStore)
        {
            _lastResult = far;
        }
    }

    private void EmitVectorAccess(OpcodeInfo info, MemArg argument, byte lane)
    {
        bool isStore = info.Results.Length == 0;
        uint vector = info.Operands.Length == 2 ? PopRegister() : 0;
        uint address = PopRegister();
        uint a = isStore ? vector : PushTemporary(isWide: true);
        int word = Emit(RegisterOp.VectorMemory, a, address, vector);
        Emit((RegisterOp)info.Opcode, lane, argument.Offset, argument.Memory);
        if (!isStore)
        {
            _lastResult = word;
        }
    }
}

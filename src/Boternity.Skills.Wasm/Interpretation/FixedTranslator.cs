using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>Translates instructions with a fixed signature: numbers, vectors, memory, bulk operations.</summary>
internal sealed class FixedTranslator(RegisterCode code, OperandStack operands)
{
    public void Translate(OpcodeInfo info, in Immediates immediates)
    {
        switch (info.Immediate)
        {
            case ImmediateKind.None: TranslatePlain(info); break;
            case ImmediateKind.I32 or ImmediateKind.I64 or ImmediateKind.F32 or ImmediateKind.F64:
                operands.PushConstant(immediates.Low);
                break;
            case ImmediateKind.V128: PushVector(immediates); break;
            case ImmediateKind.MemArg: TranslateAccess(info, immediates, lane: 0); break;
            case ImmediateKind.MemArgLane: TranslateAccess(info, immediates, immediates.Lane); break;
            case ImmediateKind.Shuffle:
                PushVector(immediates);
                EmitVector(info, count: 3, lane: 0);
                break;
            case ImmediateKind.Lane: EmitVector(info, info.Operands.Length, immediates.Lane); break;
            default: TranslateBulk(info, immediates.X, immediates.Y); break;
        }
    }

    /// <summary>An instruction that is rare enough for one method of the interpreter that does all of them.</summary>
    public void EmitRare(Opcode opcode, uint a, uint b, uint c, uint x, uint y = 0)
    {
        code.Emit(RegisterOp.Rare, a, b, c);
        code.Emit((RegisterOp)opcode, x, y);
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
            uint operand = operands.PopRegister();
            code.EmitResult(RegisterOp.TruncSat, operands.PushTemporary(), operand, (uint)info.Opcode);
        }
        else if (info.Operands.Length == 2)
        {
            TranslateBinary((RegisterOp)info.Opcode);
        }
        else if (info.Operands.Length == 1)
        {
            uint operand = operands.PopRegister();
            code.EmitResult((RegisterOp)info.Opcode, operands.PushTemporary(), operand);
        }
    }

    private void TranslateBinary(RegisterOp op)
    {
        Operand right = operands.Pop();
        Operand left = operands.Pop();
        if (left.Kind == OperandKind.Constant && right.Kind != OperandKind.Constant
            && ConstantForms.TryExchange(ref op))
        {
            (left, right) = (right, left);
        }

        if (right.Kind == OperandKind.Constant
            && ConstantForms.TryGet(op, right.Constant, out RegisterOp withConstant, out uint constant))
        {
            uint register = operands.RegisterOf(left);
            code.EmitResult(withConstant, operands.PushTemporary(), register, constant);
            return;
        }

        uint leftRegister = operands.RegisterOf(left);
        uint rightRegister = operands.RegisterOf(right);
        code.EmitResult(op, operands.PushTemporary(), leftRegister, rightRegister);
    }

    private void PushVector(in Immediates immediates)
    {
        uint slot = operands.PushTemporary(isWide: true);
        int word = code.Emit(RegisterOp.Const128, slot);
        code[word].Immediate = immediates.Low;
        word = code.Emit(RegisterOp.Nop);
        code[word].Immediate = immediates.High;
    }

    private void EmitVector(OpcodeInfo info, int count, byte lane)
    {
        uint third = count > 2 ? operands.PopRegister() : 0;
        uint second = count > 1 ? operands.PopRegister() : 0;
        uint first = operands.PopRegister();
        uint result = operands.PushTemporary(info.Results[0] == ValType.V128);
        int word = code.Emit(RegisterOp.Vector, result, first, second);
        code.Emit((RegisterOp)info.Opcode, third, lane);
        code.LastResult = word;
    }

    private void TranslateAccess(OpcodeInfo info, in Immediates immediates, byte lane)
    {
        if ((int)info.Opcode >> 8 == OpcodeTable.VectorPrefix)
        {
            EmitVectorAccess(info, immediates, lane);
            return;
        }

        bool isStore = info.Results.Length == 0;
        uint value = isStore ? operands.PopRegister() : 0;
        uint address = operands.PopRegister();
        uint a = isStore ? value : operands.PushTemporary();
        int word;
        if (immediates.Y == 0)
        {
            word = code.Emit((RegisterOp)info.Opcode, a, address, immediates.X);
        }
        else
        {
            word = code.Emit(RegisterOp.FarAccess, a, address);
            code.Emit((RegisterOp)info.Opcode, 0, immediates.X, immediates.Y);
        }

        if (!isStore)
        {
            code.LastResult = word;
        }
    }

    private void EmitVectorAccess(OpcodeInfo info, in Immediates immediates, byte lane)
    {
        bool isStore = info.Results.Length == 0;
        uint vector = info.Operands.Length == 2 ? operands.PopRegister() : 0;
        uint address = operands.PopRegister();
        uint a = isStore ? vector : operands.PushTemporary(isWide: true);
        int word = code.Emit(RegisterOp.VectorMemory, a, address, vector);
        code.Emit((RegisterOp)info.Opcode, lane, immediates.X, immediates.Y);
        if (!isStore)
        {
            code.LastResult = word;
        }
    }

    private void TranslateBulk(OpcodeInfo info, uint x, uint y)
    {
        int count = info.Operands.Length;
        uint c = count == 3 ? operands.PopRegister() : 0;
        uint b = count > 0 ? operands.PopRegister() : 0;
        uint a = count == 3 ? operands.PopRegister() : info.Results.Length > 0 ? operands.PushTemporary() : 0;
        if (x == 0 && info.Opcode == Opcode.MemorySize)
        {
            code.EmitResult(RegisterOp.MemorySize, a);
        }
        else if (x == 0 && info.Opcode == Opcode.MemoryGrow)
        {
            code.Emit(RegisterOp.MemoryGrow, a, b);
        }
        else
        {
            EmitRare(info.Opcode, a, b, c, x, y);
        }
    }
}

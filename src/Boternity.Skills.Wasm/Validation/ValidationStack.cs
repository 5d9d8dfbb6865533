using System.Diagnostics.CodeAnalysis;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Validation;

/// <summary>
/// The operand stack and the control stack of the validation algorithm (core specification, appendix "Validation
/// Algorithm"). They are one type because a block's bottom bounds what may be popped.
/// </summary>
internal sealed class ValidationStack
{
    private ValType[] _operands = new ValType[256];
    private BlockFrame[] _frames = new BlockFrame[32];
    private int _height;

    /// <summary>Where the instruction stands that is validated: the place of all errors.</summary>
    public long Offset { get; set; }

    /// <summary>How many blocks are open, the function's own included.</summary>
    public int FrameCount { get; private set; }

    /// <summary>What the function returns.</summary>
    public ReadOnlySpan<ValType> FunctionResults => _frames[0].Type.Results;

    /// <summary>Empties both stacks.</summary>
    public void Clear()
    {
        _height = 0;
        FrameCount = 0;
    }

    public void Push(ValType type)
    {
        if (_height == _operands.Length)
        {
            GrowOperands(1);
        }

        _operands[_height++] = type;
    }

    /// <summary>Takes the operand on top.</summary>
    /// <param name="expected">Its type; <see cref="ValType.Unknown"/> for any.</param>
    /// <returns>Its type; <see cref="ValType.Unknown"/> in code that is not reached.</returns>
    public ValType Pop(ValType expected)
    {
        ref BlockFrame frame = ref _frames[FrameCount - 1];
        if (_height == frame.Height)
        {
            if (!frame.Unreachable)
            {
                TypeMismatch();
            }

            return ValType.Unknown;
        }

        ValType actual = _operands[--_height];
        if (actual != expected && actual != ValType.Unknown && expected != ValType.Unknown)
        {
            TypeMismatch();
        }

        return actual;
    }

    public void PushAll(ReadOnlySpan<ValType> types)
    {
        if (_height + types.Length > _operands.Length)
        {
            GrowOperands(types.Length);
        }

        types.CopyTo(_operands.AsSpan(_height));
        _height += types.Length;
    }

    public void PopAll(ReadOnlySpan<ValType> types) => _height -= CheckTop(types);

    /// <summary>Checks that the operands on top have these types. Those below an unreachable frame's bottom have any
    /// type and are not gone through: a branch of two bytes may carry a thousand.</summary>
    /// <returns>How many of them there are.</returns>
    public int CheckTop(ReadOnlySpan<ValType> types)
    {
        ref BlockFrame frame = ref _frames[FrameCount - 1];
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

    /// <summary>Enters a block, whose parameters are its first operands.</summary>
    public void PushFrame(Opcode opcode, FuncType type)
    {
        PushEmptyFrame(opcode, type);
        PushAll(type.Parameters);
    }

    /// <summary>Enters a block without operands: the function's own, whose parameters are locals.</summary>
    public void PushEmptyFrame(Opcode opcode, FuncType type)
    {
        if (FrameCount == _frames.Length)
        {
            Array.Resize(ref _frames, _frames.Length * 2);
        }

        _frames[FrameCount++] = new BlockFrame { Opcode = opcode, Type = type, Height = _height };
    }

    /// <summary>Leaves a block, whose results must be all that it left.</summary>
    public BlockFrame PopFrame()
    {
        BlockFrame frame = _frames[FrameCount - 1];
        PopAll(frame.Type.Results);
        if (_height != frame.Height)
        {
            TypeMismatch();
        }

        FrameCount--;
        return frame;
    }

    /// <summary>What follows in the block is not reached.</summary>
    public void SetUnreachable()
    {
        ref BlockFrame frame = ref _frames[FrameCount - 1];
        _height = frame.Height;
        frame.Unreachable = true;
    }

    /// <summary>What a branch to a label takes.</summary>
    public ReadOnlySpan<ValType> LabelTypes(uint depth)
    {
        if (depth >= (uint)FrameCount)
        {
            Invalid($"unknown label {depth}");
        }

        return _frames[FrameCount - 1 - (int)depth].LabelTypes;
    }

    [DoesNotReturn]
    public void TypeMismatch() => throw new WasmValidationException("type mismatch", Offset);

    [DoesNotReturn]
    public void Invalid(string detail) => throw new WasmValidationException(detail, Offset);

    private void GrowOperands(int count)
    {
        int needed = _height + count;
        if (needed > WasmLimits.OperandStack)
        {
            throw new WasmFormatException(
                $"operand stack exceeds the limit of {WasmLimits.OperandStack} values", Offset);
        }

        Array.Resize(ref _operands, Math.Max(needed, _operands.Length * 2));
    }
}

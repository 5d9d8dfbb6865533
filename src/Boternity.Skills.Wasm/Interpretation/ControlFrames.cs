using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>
/// The blocks that the translator is in, and the ways out of them: branches, which are resolved when their block ends,
/// and the moves that put operands where a label expects them.
/// </summary>
internal sealed class ControlFrames(RegisterCode code, OperandStack operands, LocalSlots locals, WorkMeter meter)
{
    // More operands than this are moved by one instruction.
    private const int FewOperands = 4;

    private LabelFrame[] _frames = new LabelFrame[16];

    /// <summary>How many blocks are open, the function's own included.</summary>
    public int Count { get; private set; }

    /// <summary>The innermost block.</summary>
    public ref LabelFrame Innermost => ref _frames[Count - 1];

    /// <summary>The place of a label among the open blocks; 0 is the function's own block.</summary>
    public int IndexOf(uint depth) => Count - 1 - (int)depth;

    public ref LabelFrame At(int index) => ref _frames[index];

    /// <summary>Enters a block whose parameters are the topmost operands.</summary>
    public void Push(Opcode opcode, FuncType type, int parameters, int elseBranch = -1)
    {
        if (Count == _frames.Length)
        {
            Array.Resize(ref _frames, Count * 2);
        }

        int height = operands.Height - parameters;
        _frames[Count++] = new LabelFrame
        {
            Opcode = opcode,
            Type = type,
            Height = height,
            Slot = height == 0 ? locals.StackStart : operands[height - 1].End,
            Start = code.Count,
            Branches = -1,
            ElseBranch = elseBranch,
        };
    }

    public void Pop() => Count--;

    /// <summary>Makes all words that branch to the end of a block, or past its missing else part, branch to the next
    /// word.</summary>
    public void ResolveEnd(ref LabelFrame frame)
    {
        if (frame.ElseBranch >= 0)
        {
            code.Resolve(frame.ElseBranch, code.Count);
        }

        for (int word = frame.Branches; word >= 0;)
        {
            int next = (int)code[word].C - 1;
            code.Resolve(word, code.Count);
            word = next;
        }
    }

    /// <summary>Moves the topmost operands to a label and branches there; to the function's own, returns.</summary>
    /// <param name="index">The label's place.</param>
    /// <param name="isConditional">Whether the code may also go another way, for which the operands stay.</param>
    public void EmitExit(int index, bool isConditional = false)
    {
        if (index == 0)
        {
            EmitReturn(isConditional);
            return;
        }

        ref LabelFrame frame = ref _frames[index];
        MoveToLabel(frame, frame.LabelTypes.Length, isConditional);
        EmitBranch(ref frame, code.Emit(RegisterOp.Br));
    }

    /// <summary>Branches if a condition holds.</summary>
    public void EmitConditionalExit(int index, Condition condition)
    {
        ref LabelFrame frame = ref _frames[index];
        int arity = frame.LabelTypes.Length;
        if (arity > FewOperands)
        {
            operands.SettleTop(arity);
        }

        if (index > 0 && IsInPlace(frame, arity))
        {
            EmitBranch(ref frame, EmitConditional(condition));
            return;
        }

        int skip = EmitConditional(condition.Negate());
        EmitExit(index, isConditional: true);
        code.Resolve(skip, code.Count);
    }

    public int EmitConditional(Condition condition) => code.Emit(condition.Branch, condition.A, condition.B);

    /// <summary>
    /// Copies the topmost operands to where a label expects them. Targets never lie above sources, so ascending order
    /// is right. After a conditional branch the operands stay what they are for the way that does not jump.
    /// </summary>
    public void MoveToLabel(in LabelFrame frame, int arity, bool isConditional = false)
    {
        if (arity == 0)
        {
            return;
        }

        int first = operands.Height - arity;
        if (arity > FewOperands)
        {
            if (!isConditional)
            {
                operands.SettleTop(arity);
            }

            uint from = operands[first].Slot;
            if (from != frame.Slot)
            {
                code.Emit(RegisterOp.MoveRange, frame.Slot, from, operands.TopSlot - from);
            }

            return;
        }

        uint target = frame.Slot;
        for (int i = first; i < operands.Height; i++)
        {
            operands.EmitMove(target, operands[i]);
            target += operands[i].IsWide ? 16u : 8u;
        }
    }

    /// <summary>Makes a word branch to a block's label: now if it is a loop, else when the block ends.</summary>
    public void EmitBranch(ref LabelFrame frame, int word)
    {
        if (frame.Opcode == Opcode.Loop)
        {
            code.Resolve(word, frame.Start);
            return;
        }

        code[word].C = (uint)(frame.Branches + 1);
        frame.Branches = word;
    }

    /// <summary>Returns with the topmost operands: they go to the frame's start, where the caller expects
    /// them.</summary>
    public void EmitReturn(bool isConditional = false)
    {
        ReadOnlySpan<ValType> results = _frames[0].Type.Results;
        int first = operands.Height - results.Length;
        if (results.Length == 1 && results[0] != ValType.V128)
        {
            EmitReturnOfOne(operands[first]);
            return;
        }

        if (results.Length > FewOperands)
        {
            if (!isConditional)
            {
                operands.SettleTop(results.Length);
            }

            uint from = operands[first].Slot;
            code.Emit(RegisterOp.MoveRange, 0, from, operands.TopSlot - from);
            code.Emit(RegisterOp.Return, locals.Header);
            return;
        }

        EmitReturnOfFew(first);
    }

    /// <summary>Whether the topmost operands, all in their own slots, are where a label expects them.</summary>
    public bool AreSettledInPlace(int index, int arity) =>
        arity == 0 || operands[operands.Height - arity].Slot == _frames[index].Slot;

    private void EmitReturnOfOne(in Operand value)
    {
        uint register = value.Kind == OperandKind.Local ? locals.OffsetOf(value.Local) : value.Slot;
        if (value.Kind == OperandKind.Constant)
        {
            code.EmitConstant(value.Slot, value.Constant);
        }

        code.Emit(RegisterOp.Return1, locals.Header, register);
    }

    // Locals may lie where results go. They are put on the stack first; on a conditional way their slots are scratch,
    // as they are unused.
    private void EmitReturnOfFew(int first)
    {
        for (int i = first; i < operands.Height; i++)
        {
            if (operands[i].Kind == OperandKind.Local)
            {
                code.EmitCopy(operands[i].Slot, locals.OffsetOf(operands[i].Local), operands[i].IsWide);
            }
        }

        uint target = 0;
        for (int i = first; i < operands.Height; i++)
        {
            if (operands[i].Kind == OperandKind.Constant)
            {
                code.EmitConstant(target, operands[i].Constant);
            }
            else
            {
                code.EmitCopy(target, operands[i].Slot, operands[i].IsWide);
            }

            target += operands[i].IsWide ? 16u : 8u;
        }

        code.Emit(RegisterOp.Return, locals.Header);
    }

    private bool IsInPlace(in LabelFrame frame, int arity)
    {
        int first = operands.Height - arity;
        if (arity == 0)
        {
            return true;
        }

        if (operands[first].Slot != frame.Slot)
        {
            return false;
        }

        meter.Add(arity);
        for (int i = first; i < operands.Height; i++)
        {
            if (operands[i].Kind != OperandKind.Temporary)
            {
                return false;
            }
        }

        return true;
    }
}

using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Interpretation;

/// <content>Blocks and branches.</content>
internal sealed partial class Translator
{
    // More operands than this are moved by one instruction.
    private const int FewOperands = 4;

    private LabelFrame[] _frames = new LabelFrame[16];
    private int _frameCount;

    private void PushFrame(Opcode opcode, FuncType type, int parameters, int elseBranch = -1)
    {
        if (_frameCount == _frames.Length)
        {
            Array.Resize(ref _frames, _frameCount * 2);
        }

        int height = _height - parameters;
        _frames[_frameCount++] = new LabelFrame
        {
            Opcode = opcode,
            Type = type,
            Height = height,
            Slot = height == 0 ? _stackStart : _operands[height - 1].End,
            Start = _count,
            Branches = -1,
            ElseBranch = elseBranch,
            IsReached = Reached,
        };
    }

    private void TranslateBlock(Opcode opcode, ref WasmReader reader)
    {
        FuncType type = BlockTypeDecoding.Read(ref reader, module);
        SettleTop(type.Parameters.Length);
        SettleLocals();
        if (opcode == Opcode.Loop)
        {
            BeginRun();
        }

        PushFrame(opcode, type, type.Parameters.Length);
        if (opcode == Opcode.Loop && compiler is not null)
        {
            Emit(RegisterOp.CountLoop, (uint)Math.Max(1, compiler.HotIterations), (uint)_offset, (uint)_bodyIndex);
        }
    }

    private void TranslateIf(ref WasmReader reader)
    {
        FuncType type = BlockTypeDecoding.Read(ref reader, module);
        Condition condition = PopCondition();
        
        // What stands below the condition goes into its place now. That touches neither locals nor the slots above,
        // where the condition's registers are.
        SettleTop(type.Parameters.Length);
        SettleLocals();
        int branch = EmitConditional(condition.Negate());
        EndRuns();
        BeginRun();
        PushFrame(Opcode.If, type, type.Parameters.Length, branch);
    }

    private void TranslateElse()
    {
        ref LabelFrame frame = ref _frames[_frameCount - 1];
        if (Reached)
        {
            MoveToLabel(frame, frame.Type.Results.Length);
            EmitBranch(ref frame, Emit(RegisterOp.Br));
        }

        EndRuns();
        PopTo(frame.Height);
        Reached = true;
        Resolve(frame.ElseBranch, _count);
        frame.ElseBranch = -1;
        frame.Opcode = Opcode.Else;
        BeginRun();
        PushTemporaries(frame.Type.Parameters);
    }

    private void TranslateEnd()
    {
        ref LabelFrame frame = ref _frames[_frameCount - 1];
        if (_frameCount == 1)
        {
            if (Reached)
            {
                EmitReturn();
            }

            EndRuns();
            _frameCount = 0;
            return;
        }

        if (Reached)
        {
            MoveToLabel(frame, frame.Type.Results.Length);
        }

        bool isJoined = frame.ElseBranch >= 0 || frame.Branches >= 0;
        if (isJoined)
        {
            if (!Reached)
            {
                EndRuns();
            }

            BeginRun();
            if (frame.ElseBranch >= 0)
            {
                Resolve(frame.ElseBranch, _count);
            }

            for (int word = frame.Branches; word >= 0;)
            {
                int next = (int)_code[word].C - 1;
                Resolve(word, _count);
                word = next;
            }
        }

        Reached |= isJoined;
        _lastResult = -1;
        PopTo(frame.Height);
        if (Reached)
        {
            PushTemporaries(frame.Type.Results);
        }

        _frameCount--;
    }

    private void TranslateBr(uint depth)
    {
        int index = _frameCount - 1 - (int)depth;
        if (index == 0)
        {
            EmitReturn();
        }
        else
        {
            ref LabelFrame frame = ref _frames[index];
            MoveToLabel(frame, frame.LabelTypes.Length);
            EmitBranch(ref frame, Emit(RegisterOp.Br));
        }

        LeaveReached();
    }

    private void TranslateBrIf(uint depth)
    {
        int index = _frameCount - 1 - (int)depth;
        ref LabelFrame frame = ref _frames[index];
        Condition condition = PopCondition();
        int arity = frame.LabelTypes.Length;
        if (arity > FewOperands)
        {
            SettleTop(arity);
        }

        if (index > 0 && IsInPlace(frame, arity))
        {
            EmitBranch(ref frame, EmitConditional(condition));
        }
        else
        {
            int skip = EmitConditional(condition.Negate());
            if (index == 0)
            {
                EmitReturn(isConditional: true);
            }
            else
            {
                MoveToLabel(frame, arity, isConditional: true);
                EmitBranch(ref frame, Emit(RegisterOp.Br));
            }

            Resolve(skip, _count);
        }

        EndRuns();
        BeginRun();
    }

    private void TranslateBrTable(ref WasmReader reader)
    {
        uint count = reader.ReadU32();
        int start = reader.Position;
        int arity = _frames[_frameCount - 1 - (int)reader.ReadU32()].LabelTypes.Length;
        reader.Position = start;

        // Operands are put in place before the table, so that each way out is one move at most.
        uint selector = PopRegister();
        SettleTop(arity);
        int table = Emit(RegisterOp.BrTable, selector, count) + 1;
        for (uint i = 0; i <= count; i++)
        {
            EmitTableEntry(_frameCount - 1 - (int)reader.ReadU32(), arity);
        }

        EmitTableExits(table, (int)count + 1, arity);
        LeaveReached();
    }

    // An entry that can go straight to its label joins the label's branches; one that needs moves, or returns, gets a
    // way out behind the table.
    private void EmitTableEntry(int index, int arity)
    {
        int word = Emit(RegisterOp.Br, a: (uint)index);
        if (index > 0 && (arity == 0 || _operands[_height - arity].Slot == _frames[index].Slot))
        {
            EmitBranch(ref _frames[index], word);
        }
        else
        {
            _code[word].B = 1;
        }
    }

    private void EmitTableExits(int table, int count, int arity)
    {
        var exits = new Dictionary<int, int>();
        for (int word = table; word < table + count; word++)
        {
            if (_code[word].B == 0)
            {
                continue;
            }

            int index = (int)_code[word].A;
            if (!exits.TryGetValue(index, out int exit))
            {
                exits[index] = exit = _count;
                if (index == 0)
                {
                    EmitReturn(isConditional: true);
                }
                else
                {
                    MoveToLabel(_frames[index], arity, isConditional: true);
                    EmitBranch(ref _frames[index], Emit(RegisterOp.Br));
                }
            }

            Resolve(word, exit);
        }
    }

    private void LeaveReached()
    {
        EndRuns();
        Reached = false;
        PopTo(_frames[_frameCount - 1].Height);
    }

    private bool IsInPlace(in LabelFrame frame, int arity)
    {
        int first = _height - arity;
        if (arity == 0)
        {
            return true;
        }

        if (_operands[first].Slot != frame.Slot)
        {
            return false;
        }

        _work += arity;
        for (int i = first; i < _height; i++)
        {
            if (_operands[i].Kind != OperandKind.Temporary)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Copies the topmost operands to where a label expects them. Targets never lie above sources, so ascending order
    /// is right. After a conditional branch the operands stay what they are for the way that does not jump.
    /// </summary>
    private void MoveToLabel(in LabelFrame frame, int arity, bool isConditional = false)
    {
        if (arity == 0)
        {
            return;
        }

        int first = _height - arity;
        if (arity > FewOperands)
        {
            if (!isConditional)
            {
                SettleTop(arity);
            }

            uint bytes = _operands[_height - 1].End - _operands[first].Slot;
            if (_operands[first].Slot != frame.Slot)
            {
                Emit(RegisterOp.MoveRange, frame.Slot, _operands[first].Slot, bytes);
            }

            return;
        }

        uint target = frame.Slot;
        for (int i = first; i < _height; i++)
        {
            EmitMove(target, _operands[i]);
            target += _operands[i].IsWide ? 16u : 8u;
        }
    }

    private void EmitMove(uint target, in Operand operand)
    {
        switch (operand.Kind)
        {
            case OperandKind.Local: EmitCopy(target, _localOffsets[operand.Local], operand.IsWide); break;
            case OperandKind.Constant: EmitConstant(target, operand.Constant); break;
            default: EmitCopy(target, operand.Slot, operand.IsWide); break;
        }
    }

    private void EmitBranch(ref LabelFrame frame, int word)
    {
        if (frame.Opcode == Opcode.Loop)
        {
            Resolve(word, frame.Start);
            return;
        }

        _code[word].C = (uint)(frame.Branches + 1);
        frame.Branches = word;
    }

    private unsafe void Resolve(int word, int target) => _code[word].C = (uint)((target - word) * sizeof(Instr));

    /// <summary>Returns with the topmost operands: they go to the frame's start, where the caller expects
    /// them.</summary>
    private void EmitReturn(bool isConditional = false)
    {
        ReadOnlySpan<ValType> results = _frames[0].Type.Results;
        int first = _height - results.Length;
        if (results.Length == 1 && results[0] != ValType.V128)
        {
            Operand value = _operands[first];
            uint register = value.Kind == OperandKind.Local ? _localOffsets[value.Local] : value.Slot;
            if (value.Kind == OperandKind.Constant)
            {
                EmitConstant(value.Slot, value.Constant);
            }

            Emit(RegisterOp.Return1, _header, register);
            return;
        }

        if (results.Length > FewOperands)
        {
            if (!isConditional)
            {
                SettleTop(results.Length);
            }

            Emit(RegisterOp.MoveRange, 0, _operands[first].Slot, _operands[_height - 1].End - _operands[first].Slot);
            Emit(RegisterOp.Return, _header);
            return;
        }

        // Locals may lie where results go. They are put on the stack first; on a conditional way their slots are
        // scratch, as they are unused.
        uint target = 0;
        for (int i = first; i < _height; i++)
        {
            if (_operands[i].Kind == OperandKind.Local)
            {
                EmitCopy(_operands[i].Slot, _localOffsets[_operands[i].Local], _operands[i].IsWide);
            }
        }

        for (int i = first; i < _height; i++)
        {
            if (_operands[i].Kind == OperandKind.Constant)
            {
                EmitConstant(target, _operands[i].Constant);
            }
            else
            {
                EmitCopy(target, _operands[i].Slot, _operands[i].IsWide);
            }

            target += _operands[i].IsWide ? 16u : 8u;
        }

        Emit(RegisterOp.Return, _header);
    }
}

using Boternity.Skills.Wasm.Binary;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;
using Boternity.Skills.Wasm.Runtime;

namespace Boternity.Skills.Wasm.Interpretation;

/// <summary>Translates blocks and branches, and knows what is reached.</summary>
internal sealed class ControlTranslator(
    RegisterCode code,
    OperandStack operands,
    ControlFrames frames,
    BranchTable table,
    FuelRuns runs,
    TierUpCompiler? compiler,
    int bodyIndex,
    bool isLarge)
{
    private int _unreachedBlocks;
    private int _instructions;

    /// <summary>Whether the next instruction is reached. Of code that is not only the nesting matters.</summary>
    public bool IsReached { get; private set; } = true;

    /// <summary>Follows the nesting of code that is not reached.</summary>
    public void Skip(Opcode opcode)
    {
        switch (opcode)
        {
            case Opcode.End when _unreachedBlocks == 0: TranslateEnd(); break;
            case Opcode.Else when _unreachedBlocks == 0: TranslateElse(); break;
            case Opcode.End: _unreachedBlocks--; break;
            case Opcode.Block or Opcode.Loop or Opcode.If: _unreachedBlocks++; break;
        }
    }

    public void TranslateBlock(Opcode opcode, FuncType type)
    {
        operands.SettleTop(type.Parameters.Length);
        operands.SettleLocals();
        if (opcode == Opcode.Loop)
        {
            runs.Begin();
        }

        frames.Push(opcode, type, type.Parameters.Length);
        if (opcode == Opcode.Loop)
        {
            EmitCounter(code.Offset);
        }
    }

    /// <summary>The function's own block begins.</summary>
    public void CountStart() => CountBlock(key: 0);

    /// <summary>
    /// Whether a long block may end before an instruction: one that is no block, no branch and no call. Neither one
    /// that sets a local: what makes its value writes to the local itself, if nothing stands between.
    /// </summary>
    public static bool MayEndBlock(OpcodeInfo info) =>
        info.HasFixedSignature
        || info.Opcode is Opcode.LocalGet or Opcode.GlobalGet or Opcode.GlobalSet or Opcode.Drop or Opcode.Select
            or Opcode.SelectT;

    /// <summary>An instruction that may end a block comes next. In a large function a long block does.</summary>
    public void CountInstruction()
    {
        if (isLarge && _instructions++ >= compiler!.MaxBlockInstructions)
        {
            CountBlock(code.Offset);
        }
    }

    public void TranslateIf(FuncType type)
    {
        Condition condition = PopCondition();

        // What stands below the condition goes into its place now. That touches neither locals nor the slots above,
        // where the condition's registers are.
        operands.SettleTop(type.Parameters.Length);
        operands.SettleLocals();
        int branch = frames.EmitConditional(condition.Negate());
        runs.End();
        runs.Begin();
        frames.Push(Opcode.If, type, type.Parameters.Length, branch);
        CountBlock(code.Offset);
    }

    public void TranslateElse()
    {
        ref LabelFrame frame = ref frames.Innermost;
        if (IsReached)
        {
            frames.MoveToLabel(frame, frame.Type.Results.Length);
            frames.EmitBranch(ref frame, code.Emit(RegisterOp.Br));
        }

        runs.End();
        operands.PopTo(frame.Height);
        IsReached = true;
        code.Resolve(frame.ElseBranch, code.Count);
        frame.ElseBranch = -1;
        frame.Opcode = Opcode.Else;
        runs.Begin();
        operands.PushTemporaries(frame.Type.Parameters);
        CountBlock(code.Offset);
    }

    public void TranslateEnd()
    {
        ref LabelFrame frame = ref frames.Innermost;
        if (frames.Count == 1)
        {
            if (IsReached)
            {
                frames.EmitReturn();
            }

            runs.End();
            frames.Pop();
            return;
        }

        if (IsReached)
        {
            frames.MoveToLabel(frame, frame.Type.Results.Length);
        }

        bool isJoined = frame.ElseBranch >= 0 || frame.Branches >= 0;
        if (isJoined)
        {
            if (!IsReached)
            {
                runs.End();
            }

            runs.Begin();
            frames.ResolveEnd(ref frame);
            CountBlock(code.Offset);
        }

        IsReached |= isJoined;
        code.LastResult = -1;
        operands.PopTo(frame.Height);
        if (IsReached)
        {
            operands.PushTemporaries(frame.Type.Results);
        }

        frames.Pop();
    }

    public void TranslateBr(uint depth)
    {
        frames.EmitExit(frames.IndexOf(depth));
        LeaveReached();
    }

    public void TranslateBrIf(uint depth)
    {
        Condition condition = PopCondition();
        frames.EmitConditionalExit(frames.IndexOf(depth), condition);
        runs.End();
        runs.Begin();
        CountBlock(code.Offset);
    }

    public void TranslateBrTable(LabelTable labels, ReadOnlySpan<byte> binary)
    {
        table.Translate(labels, binary);
        LeaveReached();
    }

    public void TranslateReturn()
    {
        frames.EmitReturn();
        LeaveReached();
    }

    public void TranslateUnreachable()
    {
        code.Emit(RegisterOp.Unreachable);
        LeaveReached();
    }

    /// <summary>What follows in the block is not reached.</summary>
    public void LeaveReached()
    {
        runs.End();
        IsReached = false;
        operands.PopTo(frames.Innermost.Height);
    }

    // Blocks as the compiler cuts them: FlowGraphBuilder does the same.
    private void CountBlock(int key)
    {
        if (isLarge)
        {
            EmitCounter(key);
        }
    }

    private void EmitCounter(int key)
    {
        _instructions = 0;
        if (compiler is not null)
        {
            uint iterations = (uint)Math.Max(1, compiler.HotIterations);
            code.Emit(RegisterOp.CountBlock, iterations, (uint)key, (uint)bodyIndex);
        }
    }

    // Takes the condition from the stack; a comparison that was just translated goes into the branch.
    private Condition PopCondition()
    {
        int producer = code.LastResult;
        Operand operand = operands.Pop();
        bool isJustMade = operand.Kind == OperandKind.Temporary && producer >= 0 && producer == code.Count - 1
            && code[producer].A == operand.Slot;
        if (isJustMade && Condition.FromComparison(code[producer]) is { } condition)
        {
            code.RemoveLast();
            return condition;
        }

        return new Condition(RegisterOp.BrIf, operands.RegisterOf(operand), 0);
    }
}

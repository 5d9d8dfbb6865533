using System.Reflection.Emit;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <content>Blocks and branches. Whatever a label expects is in the IL locals of the operands' places; the IL stack is
/// empty there.</content>
internal sealed unsafe partial class FunctionEmitter
{
    private readonly List<EmittedBlock> _blocks = [];
    private Label _returnLabel;
    private Label _loopOperands;
    private bool _isReached = true;

    private void BeginBlocks()
    {
        _returnLabel = _il.DefineLabel();
        _blocks.Add(new EmittedBlock(-1, false, new FuncType([], _function.Type.Results), 0, _returnLabel, default));
    }

    private EmittedBlock BlockAt(uint depth) => _blocks[_blocks.Count - 1 - (int)depth];

    private int CostOf(in EmittedBlock block)
    {
        if (block.Opener < 0)
        {
            return 0;
        }

        return _body.CostOfRunAt(block.IsLoop ? block.Opener : _body.Instructions[block.Opener].End);
    }

    private void EmitBlock()
    {
        FuncType type = Current.BlockType!;
        BodyInstruction end = _body.Instructions[Current.End];
        bool isLoop = Current.Opcode == Opcode.Loop;
        if (isLoop || end.IsJoined)
        {
            Spill();
        }

        SettleLocals();
        for (int i = Height - type.Parameters.Length; i < Height; i++)
        {
            OperandAt(i).IsConstant = false;
        }

        var block = new EmittedBlock(_index, isLoop, type, Height - type.Parameters.Length, _il.DefineLabel(), default);
        _blocks.Add(block);
        if (!isLoop)
        {
            return;
        }

        FlushFuel();
        _il.MarkLabel(block.Target);
        if (Current.IsRepeated || _index == _loop)
        {
            EmitLoopCheckpoint();
        }

        if (_index == _loop)
        {
            EmitLoopEntry(block.Target);
        }
    }

    // Into a block the interpreter takes no operand that still is a local.
    private void SettleLocals()
    {
        for (int i = 0; i < Height; i++)
        {
            OperandAt(i).Local = -1;
        }
    }

    private void EmitIf()
    {
        FuncType type = Current.BlockType!;
        int otherwise = Current.Else;
        int then = _body.CostOfRunAt(_index + 1);
        int instead = _body.CostOfRunAt(otherwise >= 0 ? otherwise + 1 : Current.End);
        TakeCondition();
        SettleLocals();
        for (int i = Height - type.Parameters.Length; i < Height; i++)
        {
            OperandAt(i).IsConstant = false;
        }

        Label target = _il.DefineLabel();
        Label otherwiseLabel = otherwise >= 0 ? _il.DefineLabel() : target;
        _blocks.Add(new EmittedBlock(_index, false, type, Height - type.Parameters.Length, target, otherwiseLabel));
        AddFuel(_pending - instead);
        _il.Emit(OpCodes.Brfalse, otherwiseLabel);
        _pending = instead - then;
    }

    private void EmitElse()
    {
        EmittedBlock block = _blocks[^1];
        if (_isReached)
        {
            MoveTo(block.Height, block.Type.Results.Length);
            AddFuel(_pending - CostOf(block));
            _il.Emit(OpCodes.Br, block.Target);
        }

        _loaded = 0;
        _pending = 0;
        CutTo(block.Height);
        _il.MarkLabel(block.Otherwise);
        foreach (ValType type in block.Type.Parameters)
        {
            PushStored(type);
        }

        _isReached = true;
    }

    private void EmitEnd()
    {
        EmittedBlock block = _blocks[^1];
        _blocks.RemoveAt(_blocks.Count - 1);
        bool isFunction = block.Opener < 0;
        bool isJoined = Current.IsJoined || isFunction;
        int results = block.Type.Results.Length;
        if (_isReached)
        {
            // A block that nothing branches to ends as if it had not been there.
            if (!isJoined)
            {
                if (Height - results == block.Height)
                {
                    return;
                }

                throw new InvalidOperationException("The validator lets no operands be left in a block.");
            }

            MoveTo(block.Height, results);
            FlushFuel();
        }

        _loaded = 0;
        _pending = 0;
        CutTo(block.Height);
        _isReached |= isJoined;
        if (isFunction)
        {
            return;
        }

        if (isJoined)
        {
            _il.MarkLabel(block.Target);
        }

        foreach (ValType type in block.Type.Results)
        {
            PushStored(type);
        }
    }

    private void EmitBr(uint depth)
    {
        EmittedBlock block = BlockAt(depth);
        MoveTo(block.Height, block.LabelTypes.Length);
        AddFuel(_pending - CostOf(block));
        _il.Emit(OpCodes.Br, block.Target);
        LeaveReached();
    }

    private void EmitBrIf(uint depth)
    {
        EmittedBlock block = BlockAt(depth);
        int arity = block.LabelTypes.Length;
        int taken = CostOf(block);
        int next = _body.CostOfRunAt(_index + 1);
        TakeCondition();
        if (arity == 0 || Height - arity == block.Height)
        {
            AddFuel(_pending - taken);
            _il.Emit(OpCodes.Brtrue, block.Target);
            _pending = taken - next;
            return;
        }

        Label skip = _il.DefineLabel();
        AddFuel(_pending - next);
        _il.Emit(OpCodes.Brfalse, skip);
        CopyTo(block.Height, arity);
        AddFuel(next - taken);
        _il.Emit(OpCodes.Br, block.Target);
        _il.MarkLabel(skip);
        _pending = 0;
    }

    private void EmitBrTable(uint[] labels)
    {
        TakeCondition();
        FlushFuel();
        var exits = new Dictionary<uint, Label>();
        foreach (uint depth in labels)
        {
            exits.TryAdd(depth, _il.DefineLabel());
        }

        var targets = new Label[labels.Length - 1];
        for (int i = 0; i < targets.Length; i++)
        {
            targets[i] = exits[labels[i]];
        }

        _il.Emit(OpCodes.Switch, targets);
        _il.Emit(OpCodes.Br, exits[labels[^1]]);
        foreach ((uint depth, Label exit) in exits)
        {
            EmittedBlock block = BlockAt(depth);
            _il.MarkLabel(exit);
            CopyTo(block.Height, block.LabelTypes.Length);
            AddFuel(-CostOf(block));
            _il.Emit(OpCodes.Br, block.Target);
        }

        LeaveReached();
    }

    private void EmitUnreachable()
    {
        Drop(_loaded);
        LoadTrapArguments();
        _il.Emit(OpCodes.Call, HelperMethods.Unreachable);
        _il.Emit(OpCodes.Ldnull);
        _il.Emit(OpCodes.Throw);
        LeaveReached();
    }

    private void LeaveReached()
    {
        _loaded = 0;
        _isReached = false;
    }

    /// <summary>Takes the topmost operand, which stays on the IL stack; all others are put into their IL
    /// locals.</summary>
    private void TakeCondition()
    {
        Load(1);
        if (_loaded == 1)
        {
            Take(1);
            return;
        }

        LocalBuilder condition = GetTemporary(Height - 1, ValType.I32);
        _il.Emit(OpCodes.Stloc, condition);
        Take(1);
        Spill();
        _il.Emit(OpCodes.Ldloc, condition);
    }

    /// <summary>Puts the topmost operands where a label expects them; what else is on the IL stack goes.</summary>
    private void MoveTo(int height, int count)
    {
        if (_loaded < count)
        {
            Spill();
            CopyTo(height, count);
            return;
        }

        for (int i = count - 1; i >= 0; i--)
        {
            ref EmittedOperand operand = ref OperandAt(Height - count + i);
            if (operand.IsRaw)
            {
                Clean(ref operand);
            }

            _il.Emit(OpCodes.Stloc, GetTemporary(height + i, operand.Type));
        }

        Drop(_loaded - count);
        _loaded = 0;
    }

    /// <summary>Copies operands that are all in their IL locals to where a label expects them.</summary>
    private void CopyTo(int height, int count)
    {
        int first = Height - count;
        if (first == height)
        {
            return;
        }

        for (int i = 0; i < count; i++)
        {
            _il.Emit(OpCodes.Ldloc, GetTemporary(first + i, _operands[first + i].Type));
        }

        for (int i = count - 1; i >= 0; i--)
        {
            _il.Emit(OpCodes.Stloc, GetTemporary(height + i, _operands[first + i].Type));
        }
    }

    private void Drop(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _il.Emit(OpCodes.Pop);
        }
    }
}

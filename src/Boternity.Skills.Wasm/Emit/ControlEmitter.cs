using System.Reflection.Emit;
using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>Blocks and branches. Whatever a label expects is in the IL locals of the operands' places; the IL stack is
/// empty there.</summary>
internal sealed class ControlEmitter
{
    private readonly EmissionContext _context;
    private readonly EmittedOperands _operands;
    private readonly FuelEmitter _fuel;
    private readonly CheckpointEmitter _checkpoints;
    private readonly ILGenerator _il;
    private readonly List<EmittedBlock> _blocks = [];
    private readonly Label _return;
    private bool _isReached = true;

    public ControlEmitter(
        EmissionContext context, EmittedOperands operands, FuelEmitter fuel, CheckpointEmitter checkpoints)
    {
        _context = context;
        _operands = operands;
        _fuel = fuel;
        _checkpoints = checkpoints;
        _il = context.IL;
        _return = _il.DefineLabel();
        var results = new FuncType([], context.Function.Type.Results);
        _blocks.Add(new EmittedBlock(-1, false, results, 0, _return, default));
    }

    /// <summary>The code behind this is where the function returns.</summary>
    public void MarkReturn() => _il.MarkLabel(_return);

    public void EmitBlock()
    {
        ref BodyInstruction current = ref _context.Current;
        FuncType type = current.BlockType;
        bool isLoop = current.Opcode == Opcode.Loop;
        if (isLoop || _context.Body.Instructions[current.End].IsJoined)
        {
            _operands.Spill();
        }

        int parameters = type.Parameters.Length;
        _operands.EnterBlock(parameters);
        int height = _operands.Height - parameters;
        var block = new EmittedBlock(_context.Index, isLoop, type, height, _il.DefineLabel(), default);
        _blocks.Add(block);
        if (!isLoop)
        {
            return;
        }

        _fuel.Flush();
        _il.MarkLabel(block.Target);
        if (current.IsRepeated || _context.Index == _context.Loop)
        {
            _checkpoints.EmitInLoop();
        }

        if (_context.Index == _context.Loop)
        {
            _checkpoints.EmitLoopEntry(block.Target);
        }
    }

    public void EmitIf()
    {
        ref BodyInstruction current = ref _context.Current;
        FuncType type = current.BlockType;
        int otherwise = current.Else;
        int then = _context.Body.CostOfRunAt(_context.Index + 1);
        int instead = _context.Body.CostOfRunAt(otherwise >= 0 ? otherwise + 1 : current.End);
        _operands.TakeCondition();
        int parameters = type.Parameters.Length;
        _operands.EnterBlock(parameters);
        Label target = _il.DefineLabel();
        Label otherwiseLabel = otherwise >= 0 ? _il.DefineLabel() : target;
        int height = _operands.Height - parameters;
        _blocks.Add(new EmittedBlock(_context.Index, false, type, height, target, otherwiseLabel));
        _fuel.Add(_fuel.Pending - instead);
        _il.Emit(OpCodes.Brfalse, otherwiseLabel);
        _fuel.Pending = instead - then;
    }

    public void EmitElse()
    {
        EmittedBlock block = _blocks[^1];
        if (_isReached)
        {
            _operands.MoveTo(block.Height, block.Type.Results.Length);
            _fuel.Add(_fuel.Pending - CostOf(block));
            _il.Emit(OpCodes.Br, block.Target);
        }

        BeginAt(block.Height);
        _il.MarkLabel(block.Otherwise);
        _operands.PushStored(block.Type.Parameters);
        _isReached = true;
    }

    public void EmitEnd()
    {
        EmittedBlock block = _blocks[^1];
        _blocks.RemoveAt(_blocks.Count - 1);
        bool isFunction = block.Opener < 0;
        bool isJoined = _context.Current.IsJoined || isFunction;
        int results = block.Type.Results.Length;
        if (_isReached)
        {
            // A block that nothing branches to ends as if it had not been there.
            if (!isJoined)
            {
                if (_operands.Height - results == block.Height)
                {
                    return;
                }

                throw new InvalidOperationException("The validator lets no operands be left in a block.");
            }

            _operands.MoveTo(block.Height, results);
            _fuel.Flush();
        }

        BeginAt(block.Height);
        _isReached |= isJoined;
        if (isFunction)
        {
            return;
        }

        if (isJoined)
        {
            _il.MarkLabel(block.Target);
        }

        _operands.PushStored(block.Type.Results);
    }

    public void EmitReturn() => EmitBr((uint)_blocks.Count - 1);

    public void EmitBr(uint depth)
    {
        EmittedBlock block = BlockAt(depth);
        _operands.MoveTo(block.Height, block.LabelTypes.Length);
        _fuel.Add(_fuel.Pending - CostOf(block));
        _il.Emit(OpCodes.Br, block.Target);
        LeaveReached();
    }

    public void EmitBrIf(uint depth)
    {
        EmittedBlock block = BlockAt(depth);
        int arity = block.LabelTypes.Length;
        int taken = CostOf(block);
        int next = _context.Body.CostOfRunAt(_context.Index + 1);
        _operands.TakeCondition();
        if (arity == 0 || _operands.Height - arity == block.Height)
        {
            _fuel.Add(_fuel.Pending - taken);
            _il.Emit(OpCodes.Brtrue, block.Target);
            _fuel.Pending = taken - next;
            return;
        }

        Label skip = _il.DefineLabel();
        _fuel.Add(_fuel.Pending - next);
        _il.Emit(OpCodes.Brfalse, skip);
        _operands.CopyTo(block.Height, arity);
        _fuel.Add(next - taken);
        _il.Emit(OpCodes.Br, block.Target);
        _il.MarkLabel(skip);
        _fuel.Pending = 0;
    }

    public void EmitBrTable()
    {
        ref BodyInstruction current = ref _context.Current;
        _operands.TakeCondition();
        _fuel.Flush();
        var exits = new Dictionary<uint, Label>();
        foreach (uint depth in current.Targets!)
        {
            exits.Add(depth, _il.DefineLabel());
        }

        // The last label is the default.
        var targets = new Label[current.Immediates.Labels.Count];
        int count = 0;
        foreach (uint depth in current.Immediates.Labels.Read(_context.Module.Bytes.Span))
        {
            targets[count++] = exits[depth];
        }

        _il.Emit(OpCodes.Switch, targets[..^1]);
        _il.Emit(OpCodes.Br, targets[^1]);
        foreach ((uint depth, Label exit) in exits)
        {
            EmittedBlock block = BlockAt(depth);
            _il.MarkLabel(exit);
            _operands.CopyTo(block.Height, block.LabelTypes.Length);
            _fuel.Add(-CostOf(block));
            _il.Emit(OpCodes.Br, block.Target);
        }

        LeaveReached();
    }

    public void EmitUnreachable()
    {
        _operands.DropLoaded();
        _fuel.LoadTrapArguments();
        _il.Emit(OpCodes.Call, HelperMethods.Unreachable);
        _il.Emit(OpCodes.Ldnull);
        _il.Emit(OpCodes.Throw);
        LeaveReached();
    }

    private EmittedBlock BlockAt(uint depth) => _blocks[_blocks.Count - 1 - (int)depth];

    private int CostOf(in EmittedBlock block)
    {
        if (block.Opener < 0)
        {
            return 0;
        }

        return _context.Body.CostOfRunAt(
            block.IsLoop ? block.Opener : _context.Body.Instructions[block.Opener].End);
    }

    // A label, at which only the operands below the block are left.
    private void BeginAt(int height)
    {
        _operands.ForgetLoaded();
        _fuel.Pending = 0;
        _operands.CutTo(height);
    }

    private void LeaveReached()
    {
        _operands.ForgetLoaded();
        _isReached = false;
    }
}

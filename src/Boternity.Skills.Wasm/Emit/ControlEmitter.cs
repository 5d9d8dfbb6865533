using System.Reflection.Emit;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>Blocks and branches. Whatever a label expects is in the IL locals of the operands' places; the IL stack is
/// empty there.</summary>
internal sealed class ControlEmitter
{
    private readonly EmissionContext _context;
    private readonly EmittedOperands _operands;
    private readonly FuelEmitter _fuel;
    private readonly CheckpointEmitter _checkpoints;
    private readonly RegionExits _exits;
    private readonly KnownBounds _bounds;
    private readonly BranchTableEmitter _tables;
    private readonly ILGenerator _il;
    private readonly Label _return;

    // The block whose end was emitted last, if the next one may go on from there.
    private FlowBlock? _before;

    public ControlEmitter(EmissionContext context, EmittedOperands operands, FuelEmitter fuel,
        CheckpointEmitter checkpoints, RegionExits exits, KnownBounds bounds)
    {
        _context = context;
        _operands = operands;
        _fuel = fuel;
        _checkpoints = checkpoints;
        _exits = exits;
        _bounds = bounds;
        _il = context.IL;
        _return = _il.DefineLabel();
        _tables = new BranchTableEmitter(context, operands, fuel, exits, _return);
    }

    /// <summary>The code behind this is where the function returns.</summary>
    public void MarkReturn() => _il.MarkLabel(_return);

    /// <summary>A block begins. One that can only be fallen into goes on with what is on its way.</summary>
    public void BeginBlock(FlowBlock block)
    {
        bool isFallen = block.IsFallen && _before?.Next == block.Index && !_exits.IsEntry(block);
        _before = null;
        _context.BeginBlock(block);
        if (isFallen)
        {
            return;
        }

        _il.MarkLabel(_exits.LabelOf(block.Index));
        if (block.Index > 0 || !_context.Region.IsFunction)
        {
            _fuel.Pending = 0;
        }

        _operands.BeginAt(block.Operands);
        _bounds.ForgetAll();
    }

    /// <summary>A block ends; goes on to the one that follows where its last instruction did not jump.</summary>
    /// <param name="block">The block.</param>
    /// <param name="following">The block that is emitted next; null for none.</param>
    public void EndBlock(FlowBlock block, FlowBlock? following)
    {
        if (block.Next < 0)
        {
            return;
        }

        FlowBlock next = _context.Graph.Blocks[block.Next];
        if (following == next && next.IsFallen && !_exits.IsEntry(next))
        {
            _before = block;
            return;
        }

        _operands.Spill();
        _fuel.Flush();
        if (following != next)
        {
            _il.Emit(OpCodes.Br, _exits.LabelOf(block.Next));
        }
    }

    public void EmitBlock()
    {
        ref BodyInstruction current = ref _context.Current;
        if (_context.Body.Instructions[current.End].IsJoined)
        {
            _operands.Spill();
        }

        _operands.EnterBlock(_context.Immediates.BlockType!.Parameters.Length);
    }

    /// <summary>A loop is the first instruction of its block.</summary>
    public void EmitLoop()
    {
        if (_context.Current.IsRepeated)
        {
            _checkpoints.EmitInLoop();
        }
    }

    public void EmitIf()
    {
        FlowTarget otherwise = _context.Graph.Branches[_context.Index];
        int then = _context.Body.CostOfRunAt(_context.Index + 1);
        _operands.TakeCondition();
        _operands.EnterBlock(_context.Immediates.BlockType!.Parameters.Length);
        _fuel.Add(_fuel.Pending - otherwise.Cost);
        _il.Emit(OpCodes.Brfalse, _exits.LabelOf(otherwise.Block));
        _fuel.Pending = otherwise.Cost - then;
    }

    /// <summary>The part of an if before its else ends.</summary>
    public void EmitElse() => EmitBr();

    public void EmitEnd()
    {
        if (_context.Index == _context.Body.Instructions.Length - 1)
        {
            Branch(new FlowTarget(-1, 0, _context.Function.Type.Results.Length, 0));
        }
    }

    public void EmitBr() => Branch(_context.Graph.Branches[_context.Index]);

    public void EmitBrIf()
    {
        FlowTarget target = _context.Graph.Branches[_context.Index];
        int next = _context.Body.CostOfRunAt(_context.Index + 1);
        _operands.TakeCondition();
        if (target.Arity == 0 || _operands.Height - target.Arity == target.Height)
        {
            _fuel.Add(_fuel.Pending - target.Cost);
            _il.Emit(OpCodes.Brtrue, LabelOf(target));
            _fuel.Pending = target.Cost - next;
            return;
        }

        Label skip = _il.DefineLabel();
        _fuel.Add(_fuel.Pending - next);
        _il.Emit(OpCodes.Brfalse, skip);
        _operands.CopyTo(target.Height, target.Arity);
        _fuel.Add(next - target.Cost);
        _il.Emit(OpCodes.Br, LabelOf(target));
        _il.MarkLabel(skip);
        _fuel.Pending = 0;
    }

    public void EmitBrTable()
    {
        _operands.TakeCondition();
        _fuel.Flush();
        _tables.Emit(_context.Graph.Tables[_context.Index]);
        _operands.ForgetLoaded();
    }

    public void EmitUnreachable()
    {
        _operands.DropLoaded();
        _fuel.LoadTrapArguments();
        _il.Emit(OpCodes.Call, HelperMethods.Unreachable);
        _il.Emit(OpCodes.Ldnull);
        _il.Emit(OpCodes.Throw);
        _operands.ForgetLoaded();
    }

    private void Branch(FlowTarget target)
    {
        _operands.MoveTo(target.Height, target.Arity);
        _fuel.Add(_fuel.Pending - target.Cost);
        _il.Emit(OpCodes.Br, LabelOf(target));
        _operands.ForgetLoaded();
    }

    private Label LabelOf(FlowTarget target) => target.Block < 0 ? _return : _exits.LabelOf(target.Block);
}

using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Interpretation;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>Cuts a body into blocks, in one pass over its instructions; the ways that lead forward are known behind
/// it.</summary>
internal sealed class FlowGraphBuilder
{
    // What the operands at all blocks' begins may take: deep stacks at many blocks are no compiler's work.
    private const int MaxOperands = 4_000_000;

    private readonly FunctionBodyCode _body;
    private readonly BodyInstruction[] _instructions;
    private readonly FlowGraph _graph;
    private readonly OperandSimulation _operands;
    private readonly List<Nest> _nests = [];

    // The blocks that labels stand for: by the index of a loop or an end.
    private readonly Dictionary<int, int> _labels = [];

    // The blocks behind an if, br_if or else, by its index.
    private readonly Dictionary<int, int> _fallen = [];

    private readonly List<(int Instruction, Nest Nest)> _branches = [];
    private readonly List<(int Instruction, int[] Labels, Nest[] Exits)> _tables = [];
    private FlowBlock? _block;
    private int _operandsKept;
    private readonly int _maxLength;
    private int _length;

    public FlowGraphBuilder(
        ModuleDefinition module, FuncType type, FunctionBodyCode body, int stackStart, int maxLength,
        FlowGraph graph)
    {
        _maxLength = maxLength;
        _body = body;
        _instructions = body.Instructions;
        _graph = graph;
        _operands = new OperandSimulation(module, body, stackStart);
        _nests.Add(new Nest(-1, false, 0, type.Results.Length, new FuncType([], type.Results)));
    }

    // A block of the guest's that we are in; Arity is that of its label.
    private sealed record Nest(int Opener, bool IsLoop, int Height, int Arity, FuncType Type);

    public void Build()
    {
        Start(0, 0, isFallen: false);
        for (int i = 0; i < _instructions.Length; i++)
        {
            ref BodyInstruction instruction = ref _instructions[i];
            if (_block is null && instruction.Opcode is Opcode.Block or Opcode.Loop or Opcode.If)
            {
                i = instruction.End;
                continue;
            }

            if (_block is not null || instruction.Opcode is Opcode.Else or Opcode.End)
            {
                Follow(ref instruction, i);
            }
        }

        Resolve();
    }

    private void Follow(ref BodyInstruction instruction, int index)
    {
        switch (instruction.Opcode)
        {
            case Opcode.Block or Opcode.Loop or Opcode.If: Enter(ref instruction, index); break;
            case Opcode.Else: Turn(ref instruction, index); break;
            case Opcode.End: Leave(ref instruction, index); break;
            case Opcode.Br:
                _branches.Add((index, NestAt(instruction.X)));
                Finish(index + 1);
                break;
            case Opcode.BrIf:
                _operands.Pop();
                _branches.Add((index, NestAt(instruction.X)));
                FallBehind(index);
                break;
            case Opcode.BrTable: FollowTable(index); break;
            case Opcode.Return:
                _branches.Add((index, _nests[0]));
                Finish(index + 1);
                break;
            case Opcode.Unreachable or Opcode.ReturnCall or Opcode.ReturnCallIndirect: Finish(index + 1); break;
            default:
                CutLong(index);
                _operands.Apply(index);
                break;
        }
    }

    // The interpreter's translator does the same.
    private void CutLong(int index)
    {
        if (!ControlTranslator.MayEndBlock(_instructions[index].Info) || _length++ < _maxLength)
        {
            return;
        }

        FlowBlock before = _block!;
        Finish(index);
        Start(_instructions[index].Offset, index, isFallen: true);
        before.Next = _block!.Index;
    }

    private void Enter(ref BodyInstruction instruction, int index)
    {
        FuncType type = _body.ReadImmediates(index).BlockType!;
        bool isIf = instruction.Opcode == Opcode.If;
        bool isLoop = instruction.Opcode == Opcode.Loop;
        if (isIf)
        {
            _operands.Pop();
        }

        int parameters = type.Parameters.Length;
        _operands.EnterBlock(parameters);
        int arity = isLoop ? parameters : type.Results.Length;
        _nests.Add(new Nest(index, isLoop, _operands.Height - parameters, arity, type));
        if (isIf)
        {
            FallBehind(index);
        }
        else if (isLoop)
        {
            FallInto(index);
        }
    }

    private void Turn(ref BodyInstruction instruction, int index)
    {
        Nest nest = _nests[^1];
        if (_block is not null)
        {
            _branches.Add((index, nest));
            Finish(index + 1);
        }

        _operands.CutTo(nest.Height);
        _operands.Push(nest.Type.Parameters);
        Start(instruction.Offset, index + 1, isFallen: false);
        _fallen[index] = _block!.Index;
    }

    private void Leave(ref BodyInstruction instruction, int index)
    {
        Nest nest = _nests[^1];
        _nests.RemoveAt(_nests.Count - 1);
        if (nest.Opener < 0)
        {
            if (_block is not null)
            {
                Finish(index + 1);
            }

            return;
        }

        if (instruction.IsJoined)
        {
            _operands.CutTo(nest.Height);
            _operands.Push(nest.Type.Results);
            FallInto(index);
        }
        else if (_block is null)
        {
            _operands.CutTo(nest.Height);
        }
    }

    private void FollowTable(int index)
    {
        _operands.Pop();
        uint[] depths = _body.ReadLabels(index);
        var numbers = new Dictionary<uint, int>();
        var exits = new List<Nest>();
        var labels = new int[depths.Length];
        for (int i = 0; i < depths.Length; i++)
        {
            if (!numbers.TryGetValue(depths[i], out int number))
            {
                numbers[depths[i]] = number = exits.Count;
                exits.Add(NestAt(depths[i]));
            }

            labels[i] = number;
        }

        _tables.Add((index, labels, [.. exits]));
        Finish(index + 1);
    }

    private Nest NestAt(uint depth) => _nests[_nests.Count - 1 - (int)depth];

    // A label that the code before may fall into.
    private void FallInto(int index)
    {
        FlowBlock? before = _block;
        if (before is not null)
        {
            Finish(index);
        }

        Start(_instructions[index].Offset, index, isFallen: false);
        _labels[index] = _block!.Index;
        if (before is not null)
        {
            before.Next = _block.Index;
        }
    }

    private void FallBehind(int index)
    {
        FlowBlock before = _block!;
        Finish(index + 1);
        Start(_instructions[index].Offset, index + 1, isFallen: true);
        _fallen[index] = _block!.Index;
        before.Next = _block.Index;
    }

    private void Start(int key, int first, bool isFallen)
    {
        EmittedOperand[] operands = _operands.ToArray();
        _operandsKept += operands.Length;
        if (_operandsKept > MaxOperands)
        {
            throw new NotSupportedException(
                $"A function with more than {MaxOperands} operands at the begins of its blocks stays in the "
                + "interpreter.");
        }

        _length = 0;
        _block = new FlowBlock
        {
            Index = _graph.Blocks.Count,
            Key = key,
            First = first,
            Operands = operands,
            IsFallen = isFallen,
        };
        _graph.Blocks.Add(_block);
    }

    private void Finish(int end)
    {
        _block!.End = end;
        _block = null;
    }

    private void Resolve()
    {
        foreach ((int instruction, Nest nest) in _branches)
        {
            _graph.Branches[instruction] = TargetOf(nest);
        }

        foreach ((int instruction, int[] labels, Nest[] exits) in _tables)
        {
            _graph.Tables[instruction] = new FlowTable(labels, [.. exits.Select(TargetOf)]);
        }

        foreach (FlowBlock block in _graph.Blocks)
        {
            block.Successors = [.. SuccessorsOf(block).Where(successor => successor >= 0).Distinct()];
        }
    }

    private IEnumerable<int> SuccessorsOf(FlowBlock block)
    {
        int last = block.End - 1;
        if (block.Next >= 0)
        {
            yield return block.Next;
        }

        if (block.End == block.First)
        {
            yield break;
        }

        if (_instructions[last].Opcode == Opcode.If)
        {
            _graph.Branches[last] = TargetOfZero(last);
        }

        if (_graph.Branches.TryGetValue(last, out FlowTarget target))
        {
            yield return target.Block;
        }
        else if (_graph.Tables.TryGetValue(last, out FlowTable? table))
        {
            foreach (FlowTarget exit in table.Exits)
            {
                yield return exit.Block;
            }
        }
    }

    // Operands are in place already: the part that is entered has as many as the if found.
    private FlowTarget TargetOfZero(int condition)
    {
        int otherwise = _instructions[condition].Else;
        FlowBlock block = _graph.Blocks[
            otherwise >= 0 ? _fallen[otherwise] : _labels[_instructions[condition].End]];
        return new FlowTarget(block.Index, block.Operands.Length, 0, _body.CostOfRunAt(block.First));
    }

    private FlowTarget TargetOf(Nest nest)
    {
        if (nest.Opener < 0)
        {
            return new FlowTarget(-1, 0, nest.Arity, 0);
        }

        int label = nest.IsLoop ? nest.Opener : _instructions[nest.Opener].End;
        return new FlowTarget(_labels[label], nest.Height, nest.Arity, _body.CostOfRunAt(label));
    }
}

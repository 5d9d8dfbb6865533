using Boternity.Skills.Wasm.Instructions;
using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// Which accesses to the first memory are within it whatever the guest does: their addresses are at most something that
/// the memory's smallest size covers, as those of counted loops over a table of the guest's. They need no comparison.
/// </summary>
/// <remarks>
/// What is known of the locals at the begin of each block is what holds on all ways there, found by going along them
/// until nothing changes. What grows around a loop is soon taken for as much as a constant that the function compares
/// something with, and in the end for unknown. It holds for the interpreter too, so that a call may go on from there.
/// </remarks>
internal sealed class ProvenAccesses
{
    // What is kept for all blocks of a function; where there is more, nothing is looked for.
    private const int MaxCells = 1 << 17;

    // How often a block's begin may change before what grows is taken for a constant, and for unknown.
    private const int VisitsBeforeConstants = 3;
    private const int MaxVisits = 16;

    private readonly FlowGraph _graph;
    private readonly Dictionary<int, int> _numbers = [];
    private readonly ValueRange[]?[] _begins;
    private readonly int[] _visits;
    private readonly SortedSet<int> _open = [];
    private readonly uint[] _steps;
    private readonly HashSet<int> _accesses = [];

    public ProvenAccesses(ModuleDefinition module, FuncType type, FlowGraph graph)
    {
        _graph = graph;
        _begins = new ValueRange[graph.Blocks.Count][];
        _visits = new int[graph.Blocks.Count];
        var constants = new SortedSet<uint>();
        bool hasAccess = Look(constants);
        _steps = [.. constants];

        ulong smallest = KnownBounds.SmallestSizeOf(module);
        if (!hasAccess || smallest == 0 || (long)graph.Blocks.Count * (_numbers.Count + 1) > MaxCells)
        {
            return;
        }

        var simulation = new RangeSimulation(module, graph.Body, _numbers);
        Solve(simulation, type.Parameters.Length);
        foreach (FlowBlock block in graph.Blocks.Where(block => _begins[block.Index] is not null))
        {
            Run(simulation, block, smallest);
        }
    }

    /// <summary>Whether an access, by its instruction's index, is one of them.</summary>
    public bool Contains(int index) => _accesses.Contains(index);

    // Numbers the i32 locals, and collects the constants that something is compared with, and those before them.
    private bool Look(SortedSet<uint> constants)
    {
        bool hasAccess = false;
        BodyInstruction[] instructions = _graph.Body.Instructions;
        for (int i = 0; i < instructions.Length; i++)
        {
            ref BodyInstruction instruction = ref instructions[i];
            if (!instruction.IsReached)
            {
                continue;
            }

            hasAccess |= instruction.IsFirstMemoryAccess;
            switch (instruction.Opcode)
            {
                case Opcode.LocalGet or Opcode.LocalSet or Opcode.LocalTee
                    when _graph.Body.Locals.Get((int)instruction.X) == ValType.I32:
                    _numbers.TryAdd((int)instruction.X, _numbers.Count);
                    break;
                case >= Opcode.I32Eq and <= Opcode.I32GeU
                    when i > 0 && instructions[i - 1].Opcode == Opcode.I32Const:
                    uint constant = (uint)_graph.Body.ReadImmediates(i - 1).Low;
                    constants.Add(constant);
                    constants.Add(constant == 0 ? 0 : constant - 1);
                    break;
            }
        }

        return hasAccess;
    }

    private void Solve(RangeSimulation simulation, int parameters)
    {
        var first = new ValueRange[_numbers.Count];
        foreach ((int local, int number) in _numbers)
        {
            first[number] = local < parameters ? default : ValueRange.Of(0);
        }

        Flow(0, first);
        while (_open.Count > 0)
        {
            FlowBlock block = _graph.Blocks[_open.Min];
            _open.Remove(block.Index);
            Run(simulation, block, smallest: null);
            Leave(simulation, block);
        }
    }

    // To before the branch at the block's end. With the memory's size, notes the accesses.
    private void Run(RangeSimulation simulation, FlowBlock block, ulong? smallest)
    {
        simulation.Begin(block, [.. _begins[block.Index]!]);
        for (int i = block.First; i < block.End; i++)
        {
            ref BodyInstruction instruction = ref _graph.Body.Instructions[i];
            if (!instruction.IsReached)
            {
                continue;
            }

            if (FunctionBodyCode.EndsRun(instruction.Opcode))
            {
                return;
            }

            if (smallest is { } size && instruction.IsFirstMemoryAccess)
            {
                ulong end = (ulong)instruction.X + (1UL << instruction.Info.Alignment);
                if (simulation.Peek(instruction.Info.Operands.Length - 1).Range.Max + end <= size)
                {
                    _accesses.Add(i);
                }
            }

            simulation.Apply(i);
        }
    }

    private void Leave(RangeSimulation simulation, FlowBlock block)
    {
        int last = block.End - 1;
        Opcode opcode = last < block.First ? Opcode.Nop : _graph.Body.Instructions[last].Opcode;
        if (opcode is not (Opcode.BrIf or Opcode.If))
        {
            foreach (int successor in block.Successors)
            {
                Flow(successor, simulation.Locals);
            }

            return;
        }

        // An if goes to the branch where its condition is zero.
        LocalCondition? condition = simulation.Peek().Condition;
        FlowAlong(_graph.Branches[last].Block, simulation.Locals, condition, holds: opcode == Opcode.BrIf);
        FlowAlong(block.Next, simulation.Locals, condition, holds: opcode == Opcode.If);
    }

    private void FlowAlong(int block, ValueRange[] locals, LocalCondition? condition, bool holds)
    {
        if (condition is not { } known)
        {
            Flow(block, locals);
            return;
        }

        ref ValueRange local = ref locals[_numbers[known.Local]];
        ValueRange before = local;
        local = known.Apply(before, holds);
        Flow(block, locals);
        local = before;
    }

    private void Flow(int block, ValueRange[] locals)
    {
        if (block < 0)
        {
            return;
        }

        if (_begins[block] is not { } begin)
        {
            _begins[block] = [.. locals];
            _open.Add(block);
            return;
        }

        bool changed = false;
        for (int i = 0; i < begin.Length; i++)
        {
            ValueRange joined = ValueRange.Join(begin[i], locals[i]);
            if (joined != begin[i])
            {
                begin[i] = joined.Max > begin[i].Max ? Widen(joined, _visits[block]) : joined;
                changed = true;
            }
        }

        if (!changed)
        {
            return;
        }

        if (++_visits[block] >= MaxVisits)
        {
            Array.Clear(begin);
        }

        _open.Add(block);
    }

    private ValueRange Widen(ValueRange range, int visits)
    {
        if (visits < VisitsBeforeConstants)
        {
            return range;
        }

        int step = Array.BinarySearch(_steps, range.Max);
        step = step < 0 ? ~step : step;
        return new ValueRange(step < _steps.Length ? _steps[step] : uint.MaxValue, range.Zeros);
    }
}

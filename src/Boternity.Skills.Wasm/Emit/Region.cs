using Boternity.Skills.Wasm.Instructions;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>Blocks of a function that become one method: all of them, or those of a large function that are hot
/// together.</summary>
internal sealed class Region
{
    private readonly HashSet<int> _blocks;
    private readonly ShiftPairs _shifts;

    /// <param name="graph">The function's blocks.</param>
    /// <param name="blocks">Those that become the method, in the order of the code.</param>
    /// <param name="entries">Those of them where it can be entered with everything in slots; none where the method is
    /// the function, called with its arguments.</param>
    public Region(FlowGraph graph, FlowBlock[] blocks, FlowBlock[] entries)
    {
        Graph = graph;
        Blocks = blocks;
        Entries = entries;
        _blocks = [.. blocks.Select(block => block.Index)];
        _shifts = new ShiftPairs(graph.Body);
        foreach (FlowBlock block in blocks)
        {
            MaxCost += MaxCostOf(block);
            Weight += block.Weight;
            for (int i = block.First; i < block.End; i++)
            {
                Note(i);
            }
        }

        UsesZero |= _shifts.Any;
    }

    public FlowGraph Graph { get; }

    public FlowBlock[] Blocks { get; }

    public FlowBlock[] Entries { get; }

    /// <summary>Whether the method is called with the function's arguments.</summary>
    public bool IsFunction => Entries.Length == 0;

    /// <summary>What no way through the region without a repetition costs more than. Runs go on beyond the region, and
    /// what is charged on the way out is for the next one.</summary>
    public int MaxCost { get; }

    public int Weight { get; }

    /// <summary>The locals that instructions change.</summary>
    public HashSet<int> Assigned { get; } = [];

    /// <summary>The locals that instructions read or change.</summary>
    public HashSet<int> Used { get; } = [];

    /// <summary>Whether it reads or writes the first memory, or asks for its size.</summary>
    public bool UsesMemory { get; private set; }

    /// <summary>Whether it has instructions that are emitted with a zero that the JIT does not know.</summary>
    public bool UsesZero { get; private set; }

    // Both ways of a branch: what one has more than the other is given back behind it.
    private int MaxCostOf(FlowBlock block)
    {
        int cost = 0;
        for (int i = block.First; i < block.End; i++)
        {
            if (Graph.Body.ContinuesLongRun(i))
            {
                cost += Graph.Body.CostOfRunAt(i);
            }
        }

        int last = block.End - 1;
        if (last < block.First)
        {
            return cost;
        }

        if (Graph.Branches.TryGetValue(last, out FlowTarget target))
        {
            cost += target.Cost + (block.Next >= 0 ? Graph.Body.CostOfRunAt(block.End) : 0);
        }
        else if (Graph.Tables.TryGetValue(last, out FlowTable? table))
        {
            cost += table.Exits.Max(exit => exit.Cost);
        }

        return cost;
    }

    /// <summary>Whether the JIT may make a rotation of a shift, by the instruction's index.</summary>
    public bool MayBecomeRotation(int index) => _shifts.Contains(index);

    public bool Contains(int block) => _blocks.Contains(block);

    private void Note(int index)
    {
        ref BodyInstruction instruction = ref Graph.Body.Instructions[index];
        if (!instruction.IsReached)
        {
            return;
        }

        _shifts.Note(index);

        switch (instruction.Opcode)
        {
            case Opcode.LocalGet: Used.Add((int)instruction.X); break;
            case Opcode.LocalSet or Opcode.LocalTee:
                Used.Add((int)instruction.X);
                Assigned.Add((int)instruction.X);
                break;
            case Opcode.MemorySize: UsesMemory |= instruction.X == 0; break;
            case Opcode.MemoryFill or Opcode.MemoryCopy: UsesMemory |= RareEmitter.CanMove(instruction); break;
            case Opcode.I32Rotl or Opcode.I32Rotr or Opcode.I64Rotl or Opcode.I64Rotr or Opcode.F32ReinterpretI32
                or Opcode.F64ReinterpretI64 or Opcode.F32x4ExtractLane:
                UsesZero = true;
                break;
            default:
                UsesMemory |= instruction.IsFirstMemoryAccess;
                break;
        }
    }
}

using Boternity.Skills.Wasm.Model;

namespace Boternity.Skills.Wasm.Emit;

/// <summary>A body's blocks and the ways between them.</summary>
internal sealed class FlowGraph
{
    private readonly Dictionary<int, int> _blockOfKey = [];

    public FlowGraph(ModuleDefinition module, FuncType type, FunctionBodyCode body, int stackStart,
        int maxLength)
    {
        Body = body;
        new FlowGraphBuilder(module, type, body, stackStart, maxLength, this).Build();
        foreach (FlowBlock block in Blocks)
        {
            _blockOfKey.Add(block.Key, block.Index);
            block.Weight = FlowWeights.Of(body, block, this);
        }

        Proven = new ProvenAccesses(module, type, this);
    }

    public FunctionBodyCode Body { get; }

    /// <summary>The blocks, in the order of the code.</summary>
    public List<FlowBlock> Blocks { get; } = [];

    /// <summary>By the index of a br, br_if, if or else where it goes: of an if, where its condition is zero; of an
    /// else, from the part before it.</summary>
    public Dictionary<int, FlowTarget> Branches { get; } = [];

    /// <summary>By the index of a br_table where it goes.</summary>
    public Dictionary<int, FlowTable> Tables { get; } = [];

    /// <summary>The accesses that need no comparison.</summary>
    public ProvenAccesses Proven { get; }

    /// <summary>The block that an instruction of the binary makes; null for none.</summary>
    public FlowBlock? FindBlock(int key) => _blockOfKey.TryGetValue(key, out int block) ? Blocks[block] : null;

    /// <summary>Per block the blocks that it may follow.</summary>
    public List<int>[] FindPredecessors()
    {
        var predecessors = new List<int>[Blocks.Count];
        for (int i = 0; i < predecessors.Length; i++)
        {
            predecessors[i] = [];
        }

        foreach (FlowBlock block in Blocks)
        {
            foreach (int successor in block.Successors)
            {
                predecessors[successor].Add(block.Index);
            }
        }

        return predecessors;
    }

    /// <summary>All blocks that can be reached from one.</summary>
    public FlowBlock[] ReachedFrom(FlowBlock start)
    {
        var reached = new bool[Blocks.Count];
        var open = new Stack<int>([start.Index]);
        reached[start.Index] = true;
        while (open.TryPop(out int block))
        {
            foreach (int successor in Blocks[block].Successors)
            {
                if (!reached[successor])
                {
                    reached[successor] = true;
                    open.Push(successor);
                }
            }
        }

        return [.. Blocks.Where(block => reached[block.Index])];
    }
}

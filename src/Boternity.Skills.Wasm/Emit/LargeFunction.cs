namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// What is compiled of a large function. A plan puts the blocks that were executed into regions, the hottest into the
/// first. It is made anew, for all that is known by then, each time when the interpreter has had several times as much
/// to do with the function as when the plan before was made: so the regions are few, and made a few times only.
/// </summary>
internal sealed class LargeFunction
{
    private List<Piece> _pieces = [];

    private sealed record Piece(HashSet<int> Blocks, HashSet<int> Entries);

    /// <summary>Plans the regions, and gives those that are not compiled yet.</summary>
    /// <param name="graph">The function's blocks.</param>
    /// <param name="heat">Per block, how often it was executed in the interpreter; null to take all for hot.</param>
    /// <param name="wanted">A block to have at any rate, and to be able to enter.</param>
    /// <param name="maxWeight">What a region may take.</param>
    public List<Region> Plan(FlowGraph graph, long[]? heat, FlowBlock? wanted, int maxWeight)
    {
        List<int>[] predecessors = graph.FindPredecessors();
        bool IsWarm(int block) => heat is null || heat[block] > 0 || block == wanted?.Index;
        IEnumerable<FlowBlock> warm = graph.Blocks.Where(block => IsWarm(block.Index));
        if (heat is not null)
        {
            warm = warm.OrderByDescending(block => heat[block.Index]).ThenBy(block => block.Index);
        }

        var planned = new List<Piece>();
        var regions = new List<Region>();
        foreach (HashSet<int> blocks in Pack(warm, maxWeight))
        {
            FlowBlock[] ordered = [.. blocks.Order().Select(block => graph.Blocks[block])];
            FlowBlock[] entries = [.. ordered.Where(block => IsEntry(graph, block, blocks, predecessors, IsWarm)
                || block == wanted)];
            if (entries.Length == 0)
            {
                entries = [ordered[0]];
            }

            var piece = new Piece(blocks, [.. entries.Select(block => block.Index)]);
            planned.Add(piece);
            if (!_pieces.Exists(old => old.Blocks.SetEquals(blocks) && piece.Entries.IsSubsetOf(old.Entries)))
            {
                regions.Add(new Region(graph, ordered, entries));
            }
        }

        _pieces = planned;
        return regions;
    }

    private static IEnumerable<HashSet<int>> Pack(IEnumerable<FlowBlock> blocks, int maxWeight)
    {
        var piece = new HashSet<int>();
        int weight = 0;
        foreach (FlowBlock block in blocks)
        {
            if (piece.Count > 0 && weight + block.Weight > maxWeight)
            {
                yield return piece;
                piece = [];
                weight = 0;
            }

            piece.Add(block.Index);
            weight += block.Weight;
        }

        if (piece.Count > 0)
        {
            yield return piece;
        }
    }

    // A region can be entered where the rest of the function, as far as it is ever executed, goes into it, and at
    // loops, where the interpreter comes back.
    private static bool IsEntry(FlowGraph graph, FlowBlock block, HashSet<int> region, List<int>[] predecessors,
        Func<int, bool> isWarm) =>
        block.Index == 0
        || (block.First < block.End && graph.Body.Instructions[block.First].IsRepeated)
        || predecessors[block.Index].Exists(before => !region.Contains(before) && isWarm(before));
}

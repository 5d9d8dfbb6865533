namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// What is compiled of a large function. A plan puts the blocks that were executed into regions. It is looked at again
/// each time when the interpreter and the passages between regions have had many times as much to do with the function
/// as when it was looked at before, and made anew where that saves enough. So the regions are few, and made a few times
/// only.
/// </summary>
internal sealed class LargeFunction
{
    // What is left of the cost of leaving regions where new ones are worth their compilation.
    private const double WorthChange = 0.7;

    // Blocks with less than this part of all that was executed stay in the interpreter.
    private const int PartOfAll = 1 << 16;

    private List<RegionPiece> _pieces = [];

    /// <summary>Plans the regions, and gives those that are not compiled yet.</summary>
    /// <param name="graph">The function's blocks.</param>
    /// <param name="heat">Per block, how often it was executed; null to take all for hot.</param>
    /// <param name="minHeat">Blocks that were executed less often stay in the interpreter.</param>
    /// <param name="wanted">A block to have at any rate, and to be able to enter.</param>
    /// <param name="maxWeight">What a region may take.</param>
    public List<Region> Plan(FlowGraph graph, long[]? heat, long minHeat, FlowBlock? wanted, int maxWeight)
    {
        minHeat = Math.Max(minHeat, (heat?.Sum() ?? 0) / PartOfAll);
        FlowBlock[] warm = [.. graph.Blocks
            .Where(block => heat is null || heat[block.Index] >= minHeat || block == wanted)];
        List<RegionPiece> planned = new RegionPacker(graph, heat, warm, maxWeight).Pack();
        if (heat is not null && _pieces.Count > 0)
        {
            var costs = new RegionCosts(graph, heat, warm);
            if (costs.Of(planned) > WorthChange * costs.Of(_pieces))
            {
                return [];
            }
        }

        List<int>[] predecessors = graph.FindPredecessors();
        var regions = new List<Region>();
        foreach (RegionPiece piece in planned)
        {
            AddEntries(piece, planned, graph, predecessors, heat, wanted);
            if (!_pieces.Exists(old => old.Blocks.SetEquals(piece.Blocks) && piece.Entries.IsSubsetOf(old.Entries)))
            {
                regions.Add(new Region(graph, InOrder(piece.Blocks), InOrder(piece.Entries)));
            }
        }

        _pieces = planned;
        return regions;

        FlowBlock[] InOrder(HashSet<int> blocks) => [.. blocks.Order().Select(block => graph.Blocks[block])];
    }

    // A region can be entered where the function begins, at loops, and where others go into it, or the interpreter as
    // far as it was ever there.
    private static void AddEntries(RegionPiece piece, List<RegionPiece> planned, FlowGraph graph,
        List<int>[] predecessors, long[]? heat, FlowBlock? wanted)
    {
        foreach (int block in piece.Home)
        {
            int first = graph.Blocks[block].First;
            if (block == 0 || block == wanted?.Index
                || (first < graph.Blocks[block].End && graph.Body.Instructions[first].IsRepeated)
                || predecessors[block].Exists(before => (!piece.Blocks.Contains(before) && heat?[before] > 0)
                    || planned.Exists(other => other.Blocks.Contains(before) && !other.Blocks.Contains(block))))
            {
                piece.Entries.Add(block);
            }
        }

        if (piece.Entries.Count == 0)
        {
            piece.Entries.Add(piece.Home.Min());
        }
    }
}

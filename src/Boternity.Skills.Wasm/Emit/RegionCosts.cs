namespace Boternity.Skills.Wasm.Emit;

/// <summary>How often the regions of a large function are left, roughly: what a plan is judged by.</summary>
/// <param name="graph">The function's blocks.</param>
/// <param name="heat">Per block, how often it was executed.</param>
/// <param name="warm">The blocks that count.</param>
internal sealed class RegionCosts(FlowGraph graph, long[] heat, FlowBlock[] warm)
{
    // In passages, where the block is in no region: the rest of the call may be the interpreter's.
    private const int CostOfInterpreter = 50;

    /// <summary>In passages between regions.</summary>
    public double Of(List<RegionPiece> pieces)
    {
        var homes = new RegionPiece?[graph.Blocks.Count];
        foreach (RegionPiece piece in pieces)
        {
            foreach (int block in piece.Home)
            {
                homes[block] = piece;
            }
        }

        double cost = 0;
        foreach (FlowBlock block in warm)
        {
            if (homes[block.Index] is not { } home)
            {
                cost += (double)heat[block.Index] * CostOfInterpreter;
            }
            else if (pieces.Exists(piece => piece != home && piece.Blocks.Contains(block.Index)))
            {
                cost += OfCopied(block, homes);
            }
            else
            {
                cost += block.Successors.Where(next => !home.Blocks.Contains(next))
                    .Sum(next => (double)Math.Min(heat[block.Index], heat[next]));
            }
        }

        return cost;
    }

    // In which region it is executed is not known: in each as often as it goes on there.
    private double OfCopied(FlowBlock block, RegionPiece?[] homes)
    {
        double all = block.Successors.Sum(next => (double)heat[next]);
        return block.Successors.GroupBy(next => homes[next])
            .Where(static group => group.Key is not null)
            .Select(group => group.Sum(next => (double)heat[next]))
            .Sum(part => part * (1 - (part / Math.Max(1, all))));
    }
}

namespace Boternity.Skills.Wasm.Emit;

/// <summary>
/// Says which blocks of a large function stand together in a region. Blocks that follow one another often come
/// together, the hottest first; what has come together so goes into regions as a whole, what is hottest for its size
/// first. The block that an interpreter's loop dispatches from stands in every region that dispatches: what is behind
/// it is reached without a passage where that is in the same region.
/// </summary>
internal sealed class RegionPacker
{
    // Blocks with fewer ways on are not worth a copy.
    private const int MinWays = 4;

    // The part of a region that copies may take, and the largest part that comes together as a whole.
    private const int PartOfCopies = 6;
    private const int PartOfCluster = 2;

    private readonly FlowGraph _graph;
    private readonly long[]? _heat;
    private readonly FlowBlock[] _warm;
    private readonly long _hottest;
    private readonly int _maxWeight;
    private readonly HashSet<int> _copied = [];
    private readonly int _weightOfCopies;

    /// <param name="graph">The function's blocks.</param>
    /// <param name="heat">Per block, how often it was executed; null where all are alike.</param>
    /// <param name="warm">The blocks to pack.</param>
    /// <param name="maxWeight">What a region may take.</param>
    public RegionPacker(FlowGraph graph, long[]? heat, FlowBlock[] warm, int maxWeight)
    {
        (_graph, _heat, _warm, _maxWeight) = (graph, heat, warm, maxWeight);
        _hottest = heat?.Max() ?? 1;
        foreach (FlowBlock block in warm.Where(static block => block.Successors.Length >= MinWays)
            .OrderByDescending(HeatOf).ThenBy(static block => block.Index))
        {
            if (_weightOfCopies + block.Weight <= maxWeight / PartOfCopies)
            {
                _copied.Add(block.Index);
                _weightOfCopies += block.Weight;
            }
        }
    }

    /// <summary>The regions: each warm block stands in one.</summary>
    public List<RegionPiece> Pack()
    {
        int room = _maxWeight - _weightOfCopies;
        var regions = new List<(HashSet<int> Blocks, int Weight)>();
        foreach ((List<int> blocks, int weight) in Gather(room / PartOfCluster))
        {
            int place = regions.FindIndex(region => region.Weight + weight <= room);
            if (place < 0)
            {
                regions.Add(([.. blocks], weight));
            }
            else
            {
                regions[place].Blocks.UnionWith(blocks);
                regions[place] = (regions[place].Blocks, regions[place].Weight + weight);
            }
        }

        return [.. regions.Select(region => new RegionPiece(region.Blocks, WithCopies(region.Blocks)))];
    }

    // With the blocks that it goes to, and that go on in it.
    private HashSet<int> WithCopies(HashSet<int> home)
    {
        var blocks = new HashSet<int>(home);
        foreach (int copy in _copied)
        {
            if (Array.Exists(_graph.Blocks[copy].Successors, home.Contains)
                && home.Any(block => Array.IndexOf(_graph.Blocks[block].Successors, copy) >= 0))
            {
                blocks.Add(copy);
            }
        }

        return blocks;
    }

    // Nothing is hotter than the function's start: every call begins there, and is not counted.
    private long HeatOf(FlowBlock block) => _heat is null ? 1 : block.Index == 0 ? _hottest : _heat[block.Index];

    // What stands together, the hottest for its size first.
    private IEnumerable<(List<int> Blocks, int Weight)> Gather(int maxWeight)
    {
        var clusters = new Cluster?[_graph.Blocks.Count];
        foreach (FlowBlock block in _warm)
        {
            clusters[block.Index] = new Cluster([block.Index], block.Weight, HeatOf(block));
        }

        foreach ((int from, int to) in WaysByHeat(clusters))
        {
            Cluster first = clusters[from]!;
            Cluster second = clusters[to]!;
            if (first == second || first.Weight + second.Weight > maxWeight)
            {
                continue;
            }

            if (first.Blocks.Count < second.Blocks.Count)
            {
                (first, second) = (second, first);
            }

            first.Add(second);
            foreach (int block in second.Blocks)
            {
                clusters[block] = first;
            }
        }

        return clusters.OfType<Cluster>().Distinct()
            .OrderByDescending(static cluster => (double)cluster.Heat / Math.Max(1, cluster.Weight))
            .ThenBy(static cluster => cluster.Blocks[0])
            .Select(static cluster => (cluster.Blocks, cluster.Weight));
    }

    // How often a way was gone is not known: no more often than what is at its ends.
    private IEnumerable<(int From, int To)> WaysByHeat(Cluster?[] clusters) => _warm
        .Where(block => !_copied.Contains(block.Index))
        .SelectMany(block => block.Successors
            .Where(next => clusters[next] is not null && !_copied.Contains(next))
            .Select(next => (From: block.Index, To: next, Heat: Math.Min(HeatOf(block), HeatOf(_graph.Blocks[next])))))
        .OrderByDescending(static way => way.Heat)
        .Select(static way => (way.From, way.To));

    private sealed class Cluster(List<int> blocks, int weight, long heat)
    {
        public List<int> Blocks { get; } = blocks;

        public int Weight { get; private set; } = weight;

        /// <summary>The heat of the hottest block.</summary>
        public long Heat { get; private set; } = heat;

        public void Add(Cluster other)
        {
            Blocks.AddRange(other.Blocks);
            Weight += other.Weight;
            Heat = Math.Max(Heat, other.Heat);
        }
    }
}

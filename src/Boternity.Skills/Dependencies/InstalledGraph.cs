namespace Boternity.Skills.Dependencies;

/// <summary>What the installed skills say of one another.</summary>
internal sealed class InstalledGraph
{
    private readonly List<DependencyNode> _nodes;
    private readonly ILookup<string, DependencyNode> _byName;

    public InstalledGraph(IEnumerable<InstalledSkill> skills)
    {
        _nodes = [.. skills.OrderBy(static skill => skill.SkillId, StringComparer.Ordinal).Select(DependencyNode.Of)];
        _byName = _nodes
            .SelectMany(static node => node.Names.Select(name => (Name: name, Node: node)))
            .ToLookup(static pair => pair.Name, static pair => pair.Node, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The installed skills that a skill needs and that are there, sorted by id (ordinal).</summary>
    public IReadOnlyList<InstalledSkill> NeededBy(InstalledSkill skill) =>
    [
        .. Targets(DependencyNode.Of(skill))
            .Where(node => node.SkillId != skill.SkillId)
            .Select(static node => node.Installed!)
            .Distinct()
            .OrderBy(static one => one.SkillId, StringComparer.Ordinal),
    ];

    /// <summary>
    /// Installed skills that nobody asked for, and that none of those needs that somebody asked for; each before what
    /// it needs.
    /// </summary>
    public IReadOnlyList<InstalledSkill> FindOrphans()
    {
        HashSet<DependencyNode> needed = Reach(_nodes.Where(static node => !node.Installed!.IsDependency));
        return SortWithout(needed);
    }

    /// <summary>All installed skills, each before what it needs, else sorted by id (ordinal).</summary>
    public IReadOnlyList<InstalledSkill> SortByNeed() => SortWithout([]);

    // From the last to the first, each behind what it needs; then turned round.
    private List<InstalledSkill> SortWithout(HashSet<DependencyNode> excluded)
    {
        List<InstalledSkill> sorted = [];
        var seen = new HashSet<DependencyNode>(excluded);
        var stack = new Stack<(DependencyNode Node, bool IsDone)>(_nodes.Select(static node => (node, false)));
        while (stack.TryPop(out (DependencyNode Node, bool IsDone) step))
        {
            if (step.IsDone)
            {
                sorted.Add(step.Node.Installed!);
            }
            else if (seen.Add(step.Node))
            {
                stack.Push((step.Node, true));
                foreach (DependencyNode target in Targets(step.Node))
                {
                    stack.Push((target, false));
                }
            }
        }

        sorted.Reverse();
        return sorted;
    }

    /// <summary>The ids of all that a skill needs, directly or not.</summary>
    public IReadOnlySet<string> ReachableFrom(InstalledSkill skill) =>
        Reach([DependencyNode.Of(skill)])
            .Select(static node => node.SkillId)
            .Where(id => id != skill.SkillId)
            .ToHashSet(StringComparer.Ordinal);

    private HashSet<DependencyNode> Reach(IEnumerable<DependencyNode> from)
    {
        var reached = new HashSet<DependencyNode>();
        var queue = new Queue<DependencyNode>(from);
        while (queue.TryDequeue(out DependencyNode? node))
        {
            if (reached.Add(node))
            {
                foreach (DependencyNode target in Targets(node))
                {
                    queue.Enqueue(target);
                }
            }
        }

        return reached;
    }

    private IEnumerable<DependencyNode> Targets(DependencyNode node) =>
        node.Required.SelectMany(wanted => _byName[wanted.Name].Where(other => other.IsNamedBy(wanted)));
}

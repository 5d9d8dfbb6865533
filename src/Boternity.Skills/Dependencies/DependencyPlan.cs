namespace Boternity.Skills.Dependencies;

/// <summary>
/// The skills that belong together, each after all that it needs; the one that was asked for is last.
/// </summary>
internal sealed record DependencyPlan(IReadOnlyList<DependencyNode> Nodes, IReadOnlyList<DependencyEdge> Edges)
{
    public DependencyNode Root => Nodes[^1];

    /// <summary>What is to be installed.</summary>
    public IEnumerable<DependencyNode> New => Nodes.Where(static node => node.Installed is null);

    /// <summary>Who needs a skill.</summary>
    public IEnumerable<DependencyNode> NeededBy(DependencyNode node) =>
        Edges.Where(edge => edge.To == node).Select(static edge => edge.From).Distinct();
}

/// <summary>A skill needs another.</summary>
internal sealed record DependencyEdge(DependencyNode From, SkillDependency Dependency, DependencyNode To);

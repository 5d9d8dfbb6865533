using Boternity.Skills.Dependencies;

namespace Boternity.Skills.Installation;

/// <summary>
/// A skill that was asked for and what it needs, to be decided and stored together: each after what it needs, the skill
/// itself last.
/// </summary>
internal sealed record InstallGroup(IReadOnlyList<DependencyNode> Nodes)
{
    public DependencyNode Root => Nodes[^1];

    /// <summary>In the order in which a person wants to see them: what was asked for first.</summary>
    public IEnumerable<DependencyNode> InQuestion => Nodes.Take(Nodes.Count - 1).Prepend(Root);
}

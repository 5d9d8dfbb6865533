using Boternity.Skills.Dependencies;

namespace Boternity.Skills.Tests.Dependencies;

/// <summary>Skills in several versions, of which some are installed; the newest is preferred.</summary>
internal sealed class SkillUniverse : IDependencySource
{
    private readonly List<DependencyNode> _nodes = [];

    public int Questions { get; private set; }

    public IReadOnlyList<DependencyNode> Nodes => _nodes;

    public DependencyNode Add(
        string name, string version, string[]? needs = null, string[]? conflicts = null, bool isInstalled = false)
    {
        SkillManifest manifest = TestSkills.Manifest(name, SkillType.Prompt) with
        {
            Version = version,
            Dependencies = needs ?? [],
            ConflictsWith = conflicts ?? [],
        };
        DependencyNode node = isInstalled
            ? DependencyNode.Of(new InstalledSkill
            {
                SkillId = name,
                RootPath = $"/store/{name}",
                Manifest = manifest,
                Source = TestSkills.Source(name),
                TrustTier = SkillTrustTier.Untrusted,
                InstalledAt = DateTimeOffset.UnixEpoch,
                Files = [],
            })
            : DependencyNode.Of(TestSkills.Package(manifest, "Body."), name);
        _nodes.Add(node);
        return node;
    }

    public ValueTask<DependencyNode?> FindAsync(
        SkillDependency dependency, DependencyNode by, int index, CancellationToken cancellationToken)
    {
        Questions++;
        return new(_nodes
            .Where(node => node.IsNamedBy(dependency))
            .OrderByDescending(node => node.Installed is not null)
            .ThenByDescending(node => SemanticVersion.TryParse(node.Manifest.Version))
            .ElementAtOrDefault(index));
    }

    public ValueTask<IReadOnlyList<DependencyNode>> FindInstalledAsync(
        string name, CancellationToken cancellationToken) =>
        new([.. _nodes.Where(node => node.Installed is not null && node.SkillId == name)]);

    public ValueTask<IReadOnlyList<DependencyNode>> FindReferringAsync(
        IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        new(
        [
            .. _nodes.Where(node => node.Installed is not null
                && node.Required.Concat(node.Conflicts).Any(wanted => names.Contains(wanted.Name))),
        ]);

    public Task<DependencyPlan> ResolveAsync(DependencyNode root, int maxSkills = 64, int maxDepth = 8) =>
        new DependencyResolver(this, new DependencyLimits(maxSkills, maxDepth))
            .ResolveAsync(root, CancellationToken.None);
}

using Boternity.Skills.Dependencies;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries;

namespace Boternity.Skills.Installation;

/// <summary>
/// Finds what the skills of one install need: first what is to be installed with them or is installed, then in the
/// repository and the registry of the one that needs it, then in the other registries in their order.
/// </summary>
internal sealed class DependencyFinder(
    ISkillRegistry[] registries,
    ISkillRegistry[] addressed,
    ISkillStore store,
    Func<SkillSource, CancellationToken, Task<SkillPackage>> fetch) : IDependencySource
{
    private const long MaxBytes = 512L * 1024 * 1024;

    private readonly Dictionary<(SkillSource By, string Text), Candidates> _candidates = [];
    private readonly Dictionary<SkillSource, SkillPackage> _packages = [];
    private readonly List<DependencyNode> _planned = [];
    private long _bytes;

    /// <summary>What is to be installed already, whatever else will be.</summary>
    public IReadOnlyList<DependencyNode> Planned => _planned;

    /// <summary>Begins with another skill: the limit on bytes is for each and what it needs.</summary>
    public void Begin() => _bytes = 0;

    public void Plan(DependencyNode node)
    {
        if (!_planned.Contains(node))
        {
            _planned.Add(node);
            _candidates.Clear();
        }
    }

    /// <summary>The folder of a skill; each is fetched once.</summary>
    /// <exception cref="SkillPackageException">All together are too large.</exception>
    public async Task<SkillPackage> FetchAsync(SkillSource source, CancellationToken cancellationToken)
    {
        if (!_packages.TryGetValue(source, out SkillPackage? package))
        {
            package = await fetch(source, cancellationToken).ConfigureAwait(false);
            _bytes += package.Files.Sum(static file => (long)file.Content.Length);
            if (_bytes > MaxBytes)
            {
                throw new SkillPackageException(
                    SkillErrorCodes.PackageLimit,
                    $"The skills of one install have more than {MaxBytes} bytes together, the limit.",
                    null,
                    MaxBytes);
            }

            _packages[source] = package;
        }

        return package;
    }

    public async ValueTask<DependencyNode?> FindAsync(
        SkillDependency dependency, DependencyNode by, int index, CancellationToken cancellationToken)
    {
        if (!_candidates.TryGetValue((by.Source, dependency.Text), out Candidates? candidates))
        {
            candidates = new Candidates(EnumerateAsync(dependency, by, cancellationToken));
            _candidates[(by.Source, dependency.Text)] = candidates;
        }

        return await candidates.GetAsync(index).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<DependencyNode>> FindInstalledAsync(
        string name, CancellationToken cancellationToken)
    {
        IReadOnlyList<InstalledSkill> installed = await store.FindByNameAsync(name, cancellationToken)
            .ConfigureAwait(false);
        return WithPlanned(installed, node => node.Names.Contains(name, StringComparer.OrdinalIgnoreCase));
    }

    public async ValueTask<IReadOnlyList<DependencyNode>> FindReferringAsync(
        IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        IReadOnlyList<InstalledSkill> installed = await store.FindReferringAsync(names, cancellationToken)
            .ConfigureAwait(false);
        return WithPlanned(
            installed,
            node => node.Required.Concat(node.Conflicts)
                .Any(wanted => names.Contains(wanted.Name, StringComparer.OrdinalIgnoreCase)));
    }

    private List<DependencyNode> WithPlanned(
        IReadOnlyList<InstalledSkill> installed, Func<DependencyNode, bool> isWanted) =>
    [
        .. _planned.Where(isWanted),
        .. installed.Where(skill => !_planned.Exists(node => node.SkillId == skill.SkillId)).Select(DependencyNode.Of),
    ];

    private async IAsyncEnumerable<DependencyNode> EnumerateAsync(
        SkillDependency dependency,
        DependencyNode by,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<DependencyNode> there = await FindInstalledAsync(dependency.Name, cancellationToken)
            .ConfigureAwait(false);
        foreach (DependencyNode node in there.Where(node => node.IsNamedBy(dependency)))
        {
            yield return node;
        }

        var seen = new HashSet<SkillSource>();
        foreach ((ISkillRegistry registry, SkillQuery query) in QueriesFor(dependency, by.Source))
        {
            IReadOnlyList<SkillMatch> matches = await AskAsync(registry, query, cancellationToken)
                .ConfigureAwait(false);
            foreach (DiscoveredSkill skill in matches
                .Where(static match => match.Match == SkillNameMatch.Exact)
                .Select(static match => match.Skill)
                .Where(skill => seen.Add(skill.Source)))
            {
                string skillId = there.FirstOrDefault(node => node.Source.IsSameSkillAs(skill.Source))?.SkillId
                    ?? skill.Source.FolderName
                    ?? skill.Name;
                DependencyNode node = skill.Manifest.Version is not null && !dependency.Accepts(skill.Manifest.Version)
                    ? DependencyNode.Of(skill, skillId)
                    : DependencyNode.Of(
                        await FetchAsync(skill.Source, cancellationToken).ConfigureAwait(false), skillId);
                if (node.IsNamedBy(dependency))
                {
                    yield return node;
                }
            }
        }
    }

    private IEnumerable<(ISkillRegistry Registry, SkillQuery Query)> QueriesFor(
        SkillDependency dependency, SkillSource by)
    {
        SkillQuery query = dependency.Reference.ToQuery(registries.Select(static registry => registry.Name));
        bool isAddress = Array.Exists(addressed, one => Same(one.Name, by.Registry));
        if (query is { Registry: null, Repository: null } && by.Repository is { } repository)
        {
            // Beside the skill that needs it, in the same revision.
            foreach (ISkillRegistry own in registries.Concat(addressed).Where(one => Same(one.Name, by.Registry)))
            {
                yield return (own, query with
                {
                    Registry = own.Name,
                    Repository = isAddress ? null : repository,
                    Address = isAddress ? repository : null,
                    Ref = query.Ref ?? by.Commit ?? by.RequestedRef,
                });
            }
        }

        foreach (ISkillRegistry registry in registries
            .Where(one => query.Registry is null || Same(one.Name, query.Registry))
            .OrderBy(one => Same(one.Name, by.Registry) ? 0 : 1))
        {
            yield return (registry, query);
        }
    }

    // A registry that is down must not let one that comes after it speak in its place.
    private static async Task<IReadOnlyList<SkillMatch>> AskAsync(
        ISkillRegistry registry, SkillQuery query, CancellationToken cancellationToken)
    {
        try
        {
            return await registry.FindAsync(query, cancellationToken).ConfigureAwait(false);
        }
        catch (SkillNotFoundException)
        {
            return [];
        }
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>Candidates as they are asked for, each found once.</summary>
    private sealed class Candidates(IAsyncEnumerable<DependencyNode> source)
    {
        private readonly List<DependencyNode> _found = [];
        private IAsyncEnumerator<DependencyNode>? _rest;
        private bool _isDone;

        public async ValueTask<DependencyNode?> GetAsync(int index)
        {
            while (_found.Count <= index && !_isDone)
            {
                _rest ??= source.GetAsyncEnumerator();
                if (await _rest.MoveNextAsync().ConfigureAwait(false))
                {
                    _found.Add(_rest.Current);
                }
                else
                {
                    _isDone = true;
                    await _rest.DisposeAsync().ConfigureAwait(false);
                }
            }

            return index < _found.Count ? _found[index] : null;
        }
    }
}

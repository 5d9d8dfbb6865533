using System.Diagnostics;
using Boternity.Skills.Approval;
using Boternity.Skills.Dependencies;
using Boternity.Skills.Diagnostics;

namespace Boternity.Skills.Installation;

/// <summary>
/// The skills of one call: what each of them needs is found, and all is prepared, each skill once.
/// </summary>
internal sealed class InstallPlanner
{
    private readonly InstallSteps _steps;
    private readonly ISkillStore _store;
    private readonly DependencyFinder _finder;
    private readonly DependencyLimits _limits;
    private readonly IProgress<SkillInstallProgress>? _progress;
    private readonly Dictionary<DependencyNode, PreparedAdmission> _prepared = [];

    /// <summary>Creates a planner.</summary>
    /// <param name="steps">What fetches and prepares.</param>
    /// <param name="store">Where the skills will be.</param>
    /// <param name="createFinder">Makes what finds the others, from what fetches.</param>
    /// <param name="limits">How many may belong together.</param>
    /// <param name="progress">Is told of each step.</param>
    public InstallPlanner(
        InstallSteps steps,
        ISkillStore store,
        Func<Func<SkillSource, CancellationToken, Task<SkillPackage>>, DependencyFinder> createFinder,
        DependencyLimits limits,
        IProgress<SkillInstallProgress>? progress)
    {
        _steps = steps;
        _store = store;
        _limits = limits;
        _progress = progress;
        _finder = createFinder((source, token) => steps.FetchAsync(source, progress, token));
    }

    /// <summary>Gets what is to be decided about a skill of a group.</summary>
    public PreparedAdmission this[DependencyNode node] => _prepared[node];

    /// <summary>Fetches a skill and what it needs, and puts together what is to be decided.</summary>
    /// <exception cref="SkillDependencyException">What it needs cannot be had, or does not go together.</exception>
    public async Task<InstallGroup> PrepareAsync(
        Activity? activity,
        SkillSource source,
        IReadOnlyList<SkillSource> alternatives,
        SkillInstallOptions options,
        CancellationToken cancellationToken)
    {
        _finder.Begin();
        DependencyNode root = _finder.Planned.FirstOrDefault(
                node => node.Source == source && (options.SkillId ?? node.SkillId) == node.SkillId)
            ?? await FetchAsync(source, options.SkillId, cancellationToken).ConfigureAwait(false);
        SkillTelemetry.Describe(activity, root.Manifest.Name, root.Source);
        DependencyPlan plan = options.Dependencies == SkillDependencyMode.Ignore
            ? new DependencyPlan([root], [])
            : await _steps
                .RecordRefusalAsync(
                    root.Package!, () => new DependencyResolver(_finder, _limits).ResolveAsync(root, cancellationToken))
                .ConfigureAwait(false);
        foreach (DependencyNode node in plan.New)
        {
            // What came for others before, and is asked for now, is asked for.
            bool isRoot = node == root;
            if (isRoot || !_prepared.ContainsKey(node))
            {
                PreparedAdmission prepared = await PrepareAsync(
                    node,
                    isRoot ? alternatives : [],
                    isRoot ? options : await OptionsOfAsync(node, cancellationToken).ConfigureAwait(false),
                    cancellationToken).ConfigureAwait(false);
                _prepared[node] = prepared with
                {
                    Question = prepared.Question with
                    {
                        NeededBy = isRoot ? [] : [.. plan.NeededBy(node).Select(static by => by.SkillId)],
                        Dependencies = isRoot
                            ? [.. plan.New.Where(other => other != root).Select(static other => other.Source)]
                            : [],
                    },
                };
            }
        }

        return new InstallGroup([.. plan.New]);
    }

    /// <summary>Counts a group as what will be installed, whatever else will be.</summary>
    public void Keep(InstallGroup group)
    {
        foreach (DependencyNode node in group.Nodes)
        {
            _finder.Plan(node);
        }
    }

    /// <summary>The bytes of all that is kept, with those of a group.</summary>
    public long BytesWith(InstallGroup group) => _finder.Planned
        .Union(group.Nodes)
        .Sum(static node => node.Package!.Files.Sum(static file => (long)file.Content.Length));

    private Task<PreparedAdmission> PrepareAsync(
        DependencyNode node,
        IReadOnlyList<SkillSource> alternatives,
        SkillInstallOptions options,
        CancellationToken cancellationToken) =>
        _steps.PrepareAsync(node.Package!, alternatives, options, _progress, cancellationToken);

    private async Task<DependencyNode> FetchAsync(
        SkillSource source, string? skillId, CancellationToken cancellationToken)
    {
        SkillPackage package = await _finder.FetchAsync(source, cancellationToken).ConfigureAwait(false);
        return DependencyNode.Of(package, skillId ?? package.Source.FolderName ?? package.Manifest.Name);
    }

    // The host's policy says what a dependency is trusted with: what a call says is about the skill that it names.
    private async Task<SkillInstallOptions> OptionsOfAsync(DependencyNode node, CancellationToken cancellationToken)
    {
        IReadOnlyList<InstalledSkill> there = await _store.FindByNameAsync(node.SkillId, cancellationToken)
            .ConfigureAwait(false);
        return new SkillInstallOptions
        {
            SkillId = node.SkillId,
            IsDependency = there.FirstOrDefault(skill => skill.SkillId == node.SkillId)
                is null or { IsDependency: true },
        };
    }
}

using Boternity.Skills.Approval;
using Boternity.Skills.Dependencies;
using Boternity.Skills.Diagnostics;

namespace Boternity.Skills.Installation;

/// <summary>
/// Several skills on their way into the store: all are prepared with what they need, then whoever decides is asked
/// about all of them, then they are stored. What is too much for the memory at once is asked about in parts.
/// </summary>
internal sealed class InstallBatch(
    InstallSteps steps,
    Func<InstallPlanner> createPlanner,
    TimeProvider time,
    SkillFailureMode onFailure,
    IProgress<SkillInstallProgress>? progress)
{
    /// <summary>The most bytes of the skills that one question is about, unless one alone has more.</summary>
    public const long MaxBytes = 512L * 1024 * 1024;

    private readonly List<Entry> _prepared = [];
    private readonly List<SkillFailure> _failed = [];
    private readonly SortedList<int, InstalledSkill> _installed = [];
    private InstallPlanner _planner = createPlanner();
    private int _count;

    public required long MaxBytesAtOnce { get; init; }

    /// <summary>Gets what was done so far.</summary>
    public SkillBatchResult Result => new() { Installed = [.. _installed.Values], Failed = _failed };

    /// <summary>Prepares one more, and asks about those before it where both are too much.</summary>
    /// <param name="name">What a failure calls it.</param>
    /// <param name="findAsync">Finds it; null for one that is there already.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task AddAsync(
        string name, Func<Task<BatchItem?>> findAsync, CancellationToken cancellationToken)
    {
        int position = _count++;
        long started = time.GetTimestamp();
        await TryAsync(
            name,
            started,
            async () =>
            {
                if (await findAsync().ConfigureAwait(false) is not { } item)
                {
                    return;
                }

                InstallGroup group = await PrepareAsync(item, cancellationToken).ConfigureAwait(false);
                if (_prepared.Count > 0 && _planner.BytesWith(group) > MaxBytesAtOnce)
                {
                    // What was prepared is stored first; this one is fetched again, in a memory of its own.
                    await CompleteAsync(cancellationToken).ConfigureAwait(false);
                    group = await PrepareAsync(item, cancellationToken).ConfigureAwait(false);
                }

                if (item.SkipUnchanged && group.Nodes.Count == 1 && Unchanged(_planner[group.Root].Staged) is { } there)
                {
                    _installed.Add(position, there);
                    return;
                }

                _planner.Keep(group);
                _prepared.Add(new Entry(position, name, group, started));
            }).ConfigureAwait(false);
    }

    /// <summary>Asks about those that are prepared, and stores what was approved.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (_prepared.Count == 0)
        {
            return;
        }

        DependencyNode[] nodes = [.. _prepared.SelectMany(static one => one.Group.InQuestion).Distinct()];
        IReadOnlyList<SkillApproval> approvals = await steps
            .DecideAllAsync([.. nodes.Select(node => _planner[node])], cancellationToken)
            .ConfigureAwait(false);
        Dictionary<DependencyNode, SkillApproval> decided = nodes.Zip(approvals).ToDictionary();
        Dictionary<DependencyNode, InstalledSkill> stored = [];
        foreach (Entry entry in _prepared)
        {
            await TryAsync(
                entry.Name,
                entry.Started,
                async () =>
                {
                    // What an earlier one needs too is there.
                    DependencyNode[] rest = [.. entry.Group.Nodes.Where(node => !stored.ContainsKey(node))];
                    IReadOnlyList<InstalledSkill> skills = rest.Length == 0
                        ? []
                        : await steps
                            .FinishAsync(
                                [.. rest.Select(node => (_planner[node], decided[node]))], progress, cancellationToken)
                            .ConfigureAwait(false);
                    foreach ((DependencyNode node, InstalledSkill skill) in rest.Zip(skills))
                    {
                        stored[node] = skill;
                    }

                    _installed.Add(entry.Position, stored[entry.Group.Root]);
                    SkillTelemetry.RecordInstall(SkillTelemetry.Success, time.GetElapsedTime(entry.Started));
                }).ConfigureAwait(false);
        }

        _prepared.Clear();
        _planner = createPlanner();
    }

    private Task<InstallGroup> PrepareAsync(BatchItem item, CancellationToken cancellationToken) =>
        _planner.PrepareAsync(null, item.Source, item.Alternatives, item.Options, cancellationToken);

    private static InstalledSkill? Unchanged(StagedSkill staged) =>
        staged.Installed is { } there
        && there.ContentDigest == staged.Skill.ContentDigest
        && there.Source.IsSameSkillAs(staged.Skill.Source)
            ? there
            : null;

    private async Task TryAsync(string name, long started, Func<Task> step)
    {
        try
        {
            await step().ConfigureAwait(false);
        }
        catch (SkillException error)
        {
            SkillTelemetry.RecordInstall(SkillTelemetry.OutcomeOf(error), time.GetElapsedTime(started));
            if (onFailure == SkillFailureMode.Stop)
            {
                throw;
            }

            _failed.Add(new SkillFailure { Skill = name, Error = error });
        }
    }

    private sealed record Entry(int Position, string Name, InstallGroup Group, long Started);
}

/// <summary>A skill of a batch that was found.</summary>
internal sealed record BatchItem(
    SkillSource Source,
    IReadOnlyList<SkillSource> Alternatives,
    SkillInstallOptions Options,
    bool SkipUnchanged = false);

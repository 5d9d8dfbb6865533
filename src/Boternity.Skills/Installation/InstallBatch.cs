using Boternity.Skills.Approval;
using Boternity.Skills.Diagnostics;

namespace Boternity.Skills.Installation;

/// <summary>
/// Several skills on their way into the store: all are prepared, then whoever decides is asked about all of them, then
/// they are stored. What is too much for the memory at once is asked about in parts.
/// </summary>
internal sealed class InstallBatch(
    InstallSteps steps,
    SkillAdmission admission,
    TimeProvider time,
    SkillFailureMode onFailure,
    IProgress<SkillInstallProgress>? progress)
{
    /// <summary>The most bytes of the skills that one question is about, unless one alone has more.</summary>
    public const long MaxBytes = 512L * 1024 * 1024;

    private readonly List<Entry> _prepared = [];
    private readonly List<SkillFailure> _failed = [];
    private readonly SortedList<int, InstalledSkill> _installed = [];
    private int _count;
    private long _bytes;

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
        Entry? entry = null;
        await TryAsync(
            name,
            started,
            async () =>
            {
                if (await findAsync().ConfigureAwait(false) is { } item)
                {
                    PreparedAdmission prepared = await steps
                        .PrepareAsync(null, item.Source, item.Alternatives, item.Options, progress, cancellationToken)
                        .ConfigureAwait(false);
                    if (item.SkipUnchanged && Unchanged(prepared.Staged) is { } there)
                    {
                        _installed.Add(position, there);
                    }
                    else
                    {
                        entry = new Entry(position, name, prepared, started);
                    }
                }
            }).ConfigureAwait(false);
        if (entry is null)
        {
            return;
        }

        long bytes = entry.Admission.Staged.Request.Package.Files.Sum(static file => (long)file.Content.Length);
        if (_bytes + bytes > MaxBytesAtOnce)
        {
            await CompleteAsync(cancellationToken).ConfigureAwait(false);
        }

        _bytes += bytes;
        _prepared.Add(entry);
    }

    /// <summary>Asks about those that are prepared, and stores what was approved.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (_prepared.Count == 0)
        {
            return;
        }

        IReadOnlyList<SkillApproval> approvals = await admission
            .DecideAllAsync([.. _prepared.Select(static one => one.Admission)], cancellationToken)
            .ConfigureAwait(false);
        foreach ((Entry entry, SkillApproval approval) in _prepared.Zip(approvals))
        {
            await TryAsync(
                entry.Name,
                entry.Started,
                async () =>
                {
                    _installed.Add(
                        entry.Position,
                        await steps
                            .FinishAsync(entry.Admission, approval, progress, cancellationToken)
                            .ConfigureAwait(false));
                    SkillTelemetry.RecordInstall(SkillTelemetry.Success, time.GetElapsedTime(entry.Started));
                }).ConfigureAwait(false);
        }

        _prepared.Clear();
        _bytes = 0;
    }

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

    private sealed record Entry(int Position, string Name, PreparedAdmission Admission, long Started);
}

/// <summary>A skill of a batch that was found.</summary>
internal sealed record BatchItem(
    SkillSource Source,
    IReadOnlyList<SkillSource> Alternatives,
    SkillInstallOptions Options,
    bool SkipUnchanged = false);

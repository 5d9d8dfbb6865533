using Boternity.Skills.Approval;
using Boternity.Skills.Dependencies;
using Boternity.Skills.Registries;
using Boternity.Skills.Registries.Addresses;

namespace Boternity.Skills.Updates;

/// <summary>The default updater.</summary>
internal sealed class SkillUpdater : ISkillUpdater
{
    private readonly ISkillRegistry[] _registries;
    private readonly ISkillStore _store;
    private readonly ISkillInstaller _installer;

    /// <summary>Creates an updater.</summary>
    public SkillUpdater(
        IEnumerable<ISkillRegistry> registries,
        ISkillStore store,
        ISkillInstaller installer,
        AddressRegistries? addresses = null)
    {
        _registries = [.. registries, .. addresses?.All ?? []];
        _store = store;
        _installer = installer;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SkillUpdateStatus>> CheckAsync(CancellationToken cancellationToken = default)
    {
        SkillInventory inventory = await _store.ListAsync(cancellationToken).ConfigureAwait(false);
        return await CheckAsync(inventory.Skills, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<SkillUpdateResult> UpdateAsync(string skillId, CancellationToken cancellationToken = default) =>
        UpdateAsync(skillId, null, cancellationToken);

    /// <inheritdoc/>
    public async Task<SkillUpdateResult> UpdateAsync(
        string skillId, IProgress<SkillInstallProgress>? progress, CancellationToken cancellationToken = default)
    {
        InstalledSkill before = await _store.GetAsync(skillId, cancellationToken).ConfigureAwait(false);
        SkillUpdateStatus status = (await CheckAsync([before], cancellationToken).ConfigureAwait(false))[0];
        return await UpdateAsync(status, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<SkillUpdateReport> UpdateAllAsync(
        IProgress<SkillInstallProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        SkillInventory inventory = await _store.ListAsync(cancellationToken).ConfigureAwait(false);

        // A skill brings what its new version needs. The other way round, the old one would forbid that.
        IReadOnlyList<InstalledSkill> skills = new InstalledGraph(inventory.Skills).SortByNeed();
        IReadOnlyList<SkillUpdateStatus> statuses = await CheckAsync(skills, cancellationToken).ConfigureAwait(false);
        SkillBatchResult batch = await _installer
            .InstallAllAsync(
                [.. statuses.Select(RequestOf).OfType<SkillInstallRequest>()],
                SkillFailureMode.Continue,
                progress,
                cancellationToken)
            .ConfigureAwait(false);
        Dictionary<string, InstalledSkill> installed = batch.Installed.ToDictionary(
            skill => skill.SkillId, StringComparer.Ordinal);
        List<SkillUpdateResult> results = [];
        foreach (SkillUpdateStatus status in statuses)
        {
            if (TargetOf(status) is null)
            {
                results.Add(Unmoved(status.Skill, status.Reason));
            }
            else if (installed.TryGetValue(status.Skill.SkillId, out InstalledSkill? after))
            {
                results.Add(ResultOf(status, after));
            }
        }

        return new SkillUpdateReport { Results = results, Failed = batch.Failed };
    }

    // A registry that cannot tell is asked for the skill itself: a folder on disk has no revisions to compare.
    private static SkillSource? TargetOf(SkillUpdateStatus status) =>
        status.State is null ? status.Skill.Source : status.Latest;

    private static SkillInstallRequest? RequestOf(SkillUpdateStatus status) => TargetOf(status) is { } target
        ? new SkillInstallRequest { Source = target, Options = OptionsFor(status.Skill), SkipUnchanged = true }
        : null;

    private static SkillInstallOptions OptionsFor(InstalledSkill skill) =>
        new() { SkillId = skill.SkillId, TrustTier = TierToKeep(skill), IsDependency = skill.IsDependency };

    private async Task<SkillUpdateResult> UpdateAsync(
        SkillUpdateStatus status, IProgress<SkillInstallProgress>? progress, CancellationToken cancellationToken)
    {
        return TargetOf(status) is { } target
            ? ResultOf(
                status,
                await _installer
                    .InstallAsync(target, OptionsFor(status.Skill), progress, cancellationToken)
                    .ConfigureAwait(false))
            : Unmoved(status.Skill, status.Reason);
    }

    private static SkillUpdateResult ResultOf(SkillUpdateStatus status, InstalledSkill after)
    {
        SkillDifference difference = SkillDifference.Between(status.Skill, after);
        return new SkillUpdateResult
        {
            Before = status.Skill,
            After = after,
            Difference = difference,
            Reason = difference.IsEmpty
                ? $"The content of '{status.Skill.SkillId}' is what was installed."
                : status.Reason,
        };
    }

    // New content has to earn its tier from the policy anew, a signature among it; only distrust carries over.
    internal static SkillTrustTier? TierToKeep(InstalledSkill? skill) =>
        skill?.TrustTier == SkillTrustTier.Untrusted ? SkillTrustTier.Untrusted : null;

    private static SkillUpdateResult Unmoved(InstalledSkill skill, string reason) => new()
    {
        Before = skill,
        After = skill,
        Difference = SkillDifference.Between(skill, skill),
        Reason = reason,
    };

    private async Task<IReadOnlyList<SkillUpdateStatus>> CheckAsync(
        IReadOnlyList<InstalledSkill> skills, CancellationToken cancellationToken)
    {
        var found = new Dictionary<SkillSource, SkillUpdate>();
        foreach (IGrouping<string, InstalledSkill> group in skills.GroupBy(
            skill => skill.Source.Registry, StringComparer.OrdinalIgnoreCase))
        {
            if (RegistryOf(group.Key) is ISkillUpdateSource source)
            {
                SkillSource[] asked = [.. group.Select(skill => skill.Source).Distinct()];
                foreach (SkillUpdate update in await source.CheckAsync(asked, cancellationToken).ConfigureAwait(false))
                {
                    found[update.Installed] = update;
                }
            }
        }

        return [.. skills.Select(skill => StatusOf(skill, found.GetValueOrDefault(skill.Source)))];
    }

    private SkillUpdateStatus StatusOf(InstalledSkill skill, SkillUpdate? update)
    {
        if (update is null)
        {
            return RegistryOf(skill.Source.Registry) is null
                ? new SkillUpdateStatus
                {
                    Skill = skill,
                    State = SkillUpdateState.SourceMissing,
                    Reason =
                        $"'{skill.SkillId}' came from the registry '{skill.Source.Registry}', which is not registered.",
                }
                : new SkillUpdateStatus
                {
                    Skill = skill,
                    Reason = $"The registry '{skill.Source.Registry}' has no revisions to compare.",
                };
        }

        bool sameContent = update.TreeDigest is not null && update.TreeDigest == skill.TreeDigest;
        return new SkillUpdateStatus
        {
            Skill = skill,
            State = sameContent ? SkillUpdateState.UpToDate : update.State,
            Latest = sameContent ? null : update.Latest,
            Reason = sameContent ? $"{update.Reason} The skill's folder is the same there." : update.Reason,
        };
    }

    private ISkillRegistry? RegistryOf(string name) =>
        Array.Find(_registries, registry => string.Equals(registry.Name, name, StringComparison.OrdinalIgnoreCase));
}

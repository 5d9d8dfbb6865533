using System.Collections.Concurrent;
using System.Collections.Frozen;
using Boternity.Skills.Dependencies;
using Boternity.Skills.Storage;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Profiles;

/// <summary>
/// What a profile lets through of a store: what it enables, as it is pinned, and as it is in the store now. Who hands
/// over a skill's record could have changed it.
/// </summary>
internal sealed class EnabledSkills
{
    private readonly ISkillStore _store;
    private readonly ILogger _logger;
    private readonly FrozenDictionary<string, Enabled> _skills;
    private readonly ConcurrentDictionary<string, string> _reported = new(StringComparer.Ordinal);

    public EnabledSkills(SkillProfile profile, ISkillStore store, ILogger logger)
    {
        Profile = profile;
        _store = store;
        _logger = logger;
        _skills = profile.Skills.ToFrozenDictionary(
            static entry => entry.SkillId, static entry => new Enabled(entry), StringComparer.Ordinal);
    }

    public SkillProfile Profile { get; }

    /// <summary>Whether the profile enables a skill, in whatever version.</summary>
    public bool Has(string skillId) => _skills.ContainsKey(skillId);

    /// <summary>Whether the profile enables a skill in just this version.</summary>
    public bool Accepts(InstalledSkill skill) =>
        _skills.TryGetValue(skill.SkillId, out Enabled? enabled) && FindPinProblem(enabled, skill) is null;

    /// <summary>The skill of an id.</summary>
    /// <exception cref="SkillNotEnabledException">The profile does not enable it.</exception>
    /// <exception cref="SkillNotInstalledException">It is not installed.</exception>
    /// <exception cref="SkillPinException">It is not what the profile pins.</exception>
    public async Task<EnabledSkill> GetAsync(string skillId, CancellationToken cancellationToken)
    {
        if (!_skills.TryGetValue(skillId, out Enabled? enabled))
        {
            throw NotEnabled(skillId);
        }

        InstalledSkill skill = await _store.FindAsync(skillId, cancellationToken).ConfigureAwait(false)
            ?? throw await NotInstalledAsync(skillId, cancellationToken).ConfigureAwait(false);
        return FindPinProblem(enabled, skill) is { } problem ? throw problem : new EnabledSkill(enabled.Entry, skill);
    }

    /// <summary>A skill as the store has it, where that is the version that is handed over.</summary>
    /// <exception cref="SkillNotEnabledException">The profile does not enable it.</exception>
    /// <exception cref="SkillNotInstalledException">It is not installed, or no longer in this version.</exception>
    /// <exception cref="SkillPinException">It is not what the profile pins.</exception>
    public async Task<EnabledSkill> GetAsync(InstalledSkill skill, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(skill);
        EnabledSkill current = await GetAsync(skill.SkillId, cancellationToken).ConfigureAwait(false);
        return current.Skill.ContentDigest == skill.ContentDigest && current.Skill.Source.IsSameSkillAs(skill.Source)
            ? current
            : throw new SkillNotInstalledException(
                skill.SkillId, $"'{skill.SkillId}' is no longer installed in the version that was found before.");
    }

    /// <summary>
    /// All that the profile enables, sorted by id (ordinal); beside it what it enables and what cannot be had, and why.
    /// </summary>
    public async Task<SkillInventory> ListAsync(CancellationToken cancellationToken)
    {
        List<InstalledSkill> skills = [];
        List<DamagedSkill> missing = [];
        foreach (string skillId in _skills.Keys.Order(StringComparer.Ordinal))
        {
            try
            {
                skills.Add((await GetAsync(skillId, cancellationToken).ConfigureAwait(false)).Skill);
                _reported.TryRemove(skillId, out _);
            }
            catch (SkillStoreException error) when (error is SkillPinException or SkillNotInstalledException
                || error.Code == SkillErrorCodes.StoreEntryDamaged)
            {
                missing.Add(new DamagedSkill { SkillId = skillId, Error = error });
                Report(skillId, error.Message);
            }
        }

        return new SkillInventory { Skills = skills, Damaged = missing };
    }

    public SkillNotEnabledException NotEnabled(string skillId) =>
        _skills.Keys.FirstOrDefault(id => string.Equals(id, skillId, StringComparison.OrdinalIgnoreCase)) is { } other
            ? new SkillNotEnabledException(
                Profile.Name,
                skillId,
                $"The profile '{Profile.Name}' enables '{other}' and not '{Words.Shown(skillId)}': ids are compared "
                    + "exactly.")
            : new SkillNotEnabledException(
                Profile.Name,
                skillId,
                $"The profile '{Profile.Name}' does not enable '{Words.Shown(skillId)}'.");

    // Lists are read again and again: what is wrong is told once.
    private void Report(string skillId, string problem)
    {
        if (!_reported.TryGetValue(skillId, out string? before) || before != problem)
        {
            _reported[skillId] = problem;
            ProfileLog.DoesWithout(_logger, Profile.Name, skillId, problem);
        }
    }

    private async Task<SkillNotInstalledException> NotInstalledAsync(
        string skillId, CancellationToken cancellationToken)
    {
        IReadOnlyList<InstalledSkill> named = await _store
            .FindByNameAsync(skillId, cancellationToken)
            .ConfigureAwait(false);
        string other = named.Count == 0
            ? ""
            : $" '{named[0].SkillId}' is called so too, and ids are compared exactly.";
        return new SkillNotInstalledException(
            skillId, $"The profile '{Profile.Name}' enables '{skillId}', which is not installed.{other}");
    }

    private SkillPinException? FindPinProblem(Enabled enabled, InstalledSkill skill)
    {
        if (enabled.Entry.ContentDigest is { } digest && digest != skill.ContentDigest)
        {
            return new SkillPinException(
                Profile.Name,
                skill.SkillId,
                digest,
                skill.ContentDigest,
                $"The profile '{Profile.Name}' pins '{skill.SkillId}' to the content {digest}; {skill.ContentDigest} "
                    + "is installed.");
        }

        string? version = skill.Manifest.Version;
        return enabled.Range is null || (SemanticVersion.TryParse(version) is { } read && enabled.Range.Accepts(read))
            ? null
            : new SkillPinException(
                Profile.Name,
                skill.SkillId,
                enabled.Entry.Version!,
                version,
                $"The profile '{Profile.Name}' pins '{skill.SkillId}' to version {enabled.Entry.Version}; "
                    + (version is null ? "what is installed has none." : $"{Words.Shown(version)} is installed."));
    }

    private sealed class Enabled(SkillProfileEntry entry)
    {
        public SkillProfileEntry Entry { get; } = entry;

        public VersionRange? Range { get; } =
            entry.Version is { } version && VersionRange.TryParse(version, out VersionRange? range) ? range : null;
    }
}

/// <summary>A skill that a profile enables, as the store has it now.</summary>
internal sealed record EnabledSkill(SkillProfileEntry Entry, InstalledSkill Skill);

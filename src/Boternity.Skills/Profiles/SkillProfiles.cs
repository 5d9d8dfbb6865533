using System.Collections.Concurrent;
using Boternity.Skills.Auditing;
using Boternity.Skills.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Profiles;

/// <summary>The default: views of the host's own services.</summary>
internal sealed class SkillProfiles : ISkillProfiles
{
    private readonly IOptionsMonitor<SkillProfileOptions> _options;
    private readonly ISkillStore _store;
    private readonly ISkillGrantStore _grants;
    private readonly ISkillExecutor _executor;
    private readonly BoternitySkillsOptions _settings;
    private readonly AuditTrail _audit;
    private readonly ILogger<SkillProfiles> _logger;
    private readonly ConcurrentDictionary<string, SkillProfileServices> _known = new(StringComparer.Ordinal);

    /// <summary>Creates the service. Without an audit nothing is recorded.</summary>
    public SkillProfiles(
        IEnumerable<ProfileName> names,
        IOptionsMonitor<SkillProfileOptions> options,
        ISkillStore store,
        ISkillGrantStore grants,
        ISkillExecutor executor,
        IOptions<BoternitySkillsOptions> settings,
        TimeProvider time,
        ILogger<SkillProfiles> logger,
        ISkillAudit? audit = null)
    {
        Names = [.. names.Select(static name => name.Name)];
        _options = options;
        _store = store;
        _grants = grants;
        _executor = executor;
        _settings = settings.Value;
        _audit = new AuditTrail(audit, time);
        _logger = logger;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; }

    /// <inheritdoc/>
    public SkillProfileServices Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Names.Contains(name, StringComparer.Ordinal)
            ? _known.GetOrAdd(name, known => Open(_options.Get(known).ToProfile(known)))
            : throw new SkillProfileException(
                SkillErrorCodes.ProfileUnknown,
                name,
                $"No profile '{Dependencies.Words.Shown(name)}' was added. "
                    + (Names.Count == 0 ? "There is none." : $"There are: {string.Join(", ", Names)}."));
    }

    /// <inheritdoc/>
    public SkillProfileServices Open(SkillProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ProfileRules.ThrowIfInvalid(profile, null);
        var skills = new EnabledSkills(profile, _store, _logger);
        return new SkillProfileServices(
            profile,
            new ProfileSkillStore(skills, _store),
            new ProfileGrantStore(skills, _grants),
            new ProfileExecutor(skills, _executor, _settings, _audit));
    }
}

/// <summary>The name of a profile that was added.</summary>
internal sealed record ProfileName(string Name);

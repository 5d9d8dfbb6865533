using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Boternity.Skills.Manifests;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries.Archives;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Registries.Oci;

/// <summary>
/// Skills that are artefacts in OCI registries: those that the options list, and those that a reference
/// <c>oci://host/repository</c> names. A tag becomes the digest of its manifest, and everything after that is what has
/// that digest.
/// </summary>
internal sealed class OciSkillRegistry : ISkillRegistry, ISkillUpdateSource, IAddressedRegistry
{
    private readonly OciRegistryOptions _options;
    private readonly bool _takesAnyAddress;
    private readonly (OciRepository Repository, string? Reference)[] _listed;
    private readonly OciArtifacts _artifacts;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RegistrySearch _search = new();
    private readonly ConcurrentDictionary<string, Listed> _known = new(StringComparer.Ordinal);

    /// <summary>Creates a registry.</summary>
    /// <param name="options">Which artefacts, with which credentials.</param>
    /// <param name="takesAnyAddress">Whether a reference may name artefacts that are not listed.</param>
    /// <param name="limits">How large a skill may be.</param>
    /// <param name="clients">Gives the client.</param>
    /// <param name="clientName">The name of the client, which connects to the hosts that may be read.</param>
    /// <param name="archives">Keeps what was downloaded.</param>
    /// <param name="time">For waits, timeouts and the age of what is listed.</param>
    /// <param name="logger">Is told of retries and of what is left out.</param>
    /// <exception cref="OptionsValidationException">The options do not make sense.</exception>
    public OciSkillRegistry(
        OciRegistryOptions options,
        bool takesAnyAddress,
        SkillPackageLimits limits,
        IHttpClientFactory clients,
        string clientName,
        ArchiveCache archives,
        TimeProvider time,
        ILogger<OciSkillRegistry> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ValidateOptionsResult valid = new OciRegistryOptionsValidator().Validate(null, options);
        if (valid.Failed)
        {
            throw new OptionsValidationException(options.Name ?? "", typeof(OciRegistryOptions), valid.Failures);
        }

        _options = options;
        _takesAnyAddress = takesAnyAddress;
        _listed =
        [
            .. options.Repositories
                .Select(Parse)
                .DistinctBy(static pair => pair.Repository.Root),
        ];
        _artifacts = new OciArtifacts(
            options, new OciClient(options, clients, clientName, archives, time, logger), limits, logger);
        _time = time;
        _logger = logger;
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public bool Takes(string address) =>
        OciAddress.Is(address) && (_takesAnyAddress || Array.Exists(_listed, one => one.Repository.Root == address));

    /// <inheritdoc/>
    public async IAsyncEnumerable<DiscoveredSkill> ListAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var failures = new RepositoryFailures(_listed.Length, Name, _logger) { AreOnOneServer = false };
        foreach ((OciRepository repository, string? reference) in _listed)
        {
            if (await TryGetAsync(repository, reference, failures, cancellationToken).ConfigureAwait(false) is
                { } skill)
            {
                yield return skill;
            }
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DiscoveredSkill>> SearchAsync(
        string query, int limit = 20, CancellationToken cancellationToken = default) =>
        _search.SearchAsync(this, query, limit, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SkillMatch>> FindAsync(
        SkillQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Address is { } address)
        {
            if (!Takes(address) || !OciRepository.TryParse(address, out OciRepository? repository, out _))
            {
                return [];
            }

            string? reference = query.Ref
                ?? Array.Find(_listed, one => one.Repository.Root == repository.Root).Reference;
            DiscoveredSkill skill = await GetAsync(repository, reference, cancellationToken).ConfigureAwait(false);
            return [new SkillMatch { Skill = skill, Match = SkillNameMatch.Exact }];
        }

        bool isOther =
            query.Registry is { } registry && !string.Equals(registry, Name, StringComparison.OrdinalIgnoreCase);
        if (isOther || query.Repository is not null || query.Path is not null)
        {
            return [];
        }

        List<DiscoveredSkill> all = await ListAsync(cancellationToken)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        List<SkillMatch> matches = SkillRanking.Find(all, query);
        return query.Ref is null
            ? matches
            : await AtAsync(matches, query.Ref, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<SkillPackage> FetchAsync(SkillSource source, CancellationToken cancellationToken = default) =>
        FetchCoreAsync(source, null, cancellationToken);

    /// <inheritdoc/>
    public Task<SkillPackage> FetchAsync(
        SkillSource source, IProgress<SkillFetchProgress> progress, CancellationToken cancellationToken = default) =>
        FetchCoreAsync(source, progress, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>One request for each tag, however many skills are pinned to what it was.</remarks>
    public async Task<IReadOnlyList<SkillUpdate>> CheckAsync(
        IReadOnlyList<SkillSource> installed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(installed);
        return await RegistryUpdates
            .CheckEachAsync(
                Name,
                installed,
                async source => OciRepository.TryParse(source.Repository, out OciRepository? repository, out _)
                    ? await CheckAsync(repository, source, cancellationToken).ConfigureAwait(false)
                    : null)
            .ConfigureAwait(false);
    }

    private async Task<SkillUpdate> CheckAsync(
        OciRepository repository, SkillSource source, CancellationToken cancellationToken)
    {
        string? reference = source.RequestedRef;
        if (reference is not null && OciAddress.IsDigest(reference))
        {
            return RegistryUpdates.Of(
                source, SkillUpdateState.Pinned, "It was asked for by its digest, which never moves.");
        }

        try
        {
            string digest = await _artifacts
                .ResolveAsync(repository, reference, cancellationToken)
                .ConfigureAwait(false);
            if (digest == source.Commit)
            {
                return RegistryUpdates.Of(
                    source, SkillUpdateState.UpToDate, "Its tag is the artefact that was installed.");
            }

            SkillUpdate update = RegistryUpdates.Of(
                source, SkillUpdateState.UpdateAvailable, $"Its tag is {OciAddress.DigestPrefix}{digest} now.");
            return update with { Latest = source with { Commit = digest } };
        }
        catch (SkillNotFoundException e)
        {
            return RegistryUpdates.Of(source, SkillUpdateState.SourceMissing, e.Message);
        }
    }

    private async Task<SkillPackage> FetchCoreAsync(
        SkillSource source, IProgress<SkillFetchProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        return OciRepository.TryParse(source.Repository, out OciRepository? repository, out _)
            && source.Commit is { } commit
            && OciAddress.IsDigest(OciAddress.DigestPrefix + commit)
                ? await _artifacts.ReadAsync(repository, source, progress, cancellationToken).ConfigureAwait(false)
                : throw new ArgumentException(
                    $"{source} has no repository or no digest; take it from this registry's answers.", nameof(source));
    }

    private async Task<IReadOnlyList<SkillMatch>> AtAsync(
        List<SkillMatch> matches, string reference, CancellationToken cancellationToken)
    {
        List<SkillMatch> there = [];
        foreach (SkillMatch match in matches)
        {
            if (OciRepository.TryParse(match.Skill.Source.Repository, out OciRepository? repository, out _))
            {
                there.Add(match with
                {
                    Skill = await GetAsync(repository, reference, cancellationToken).ConfigureAwait(false),
                });
            }
        }

        return there;
    }

    // What is damaged, or cannot be reached, does not take the others with it.
    private async Task<DiscoveredSkill?> TryGetAsync(
        OciRepository repository, string? reference, RepositoryFailures failures, CancellationToken cancellationToken)
    {
        _known.TryGetValue(repository.Root, out Listed? known);
        if (known is not null && _time.GetElapsedTime(known.CheckedAt) < _options.RevalidateAfter)
        {
            return known.Skill;
        }

        try
        {
            string digest = await _artifacts
                .ResolveAsync(repository, reference, cancellationToken)
                .ConfigureAwait(false);
            DiscoveredSkill skill = known is not null && known.Skill.Source.Commit == digest
                ? known.Skill
                : await DiscoverAsync(repository, reference, digest, cancellationToken).ConfigureAwait(false);
            _known[repository.Root] = new Listed(skill, _time.GetTimestamp());
            return skill;
        }
        catch (SkillRegistryException e) when (failures.MayGoOn(repository.Root, e))
        {
            return null;
        }
        catch (SkillException e) when (e is SkillPackageException or SkillManifestException)
        {
            RegistryLog.SkillLeftOut(_logger, repository.Root, e.Message);
            return null;
        }
    }

    private async Task<DiscoveredSkill> GetAsync(
        OciRepository repository, string? reference, CancellationToken cancellationToken)
    {
        string digest = await _artifacts.ResolveAsync(repository, reference, cancellationToken).ConfigureAwait(false);
        return await DiscoverAsync(repository, reference, digest, cancellationToken).ConfigureAwait(false);
    }

    private async Task<DiscoveredSkill> DiscoverAsync(
        OciRepository repository, string? reference, string digest, CancellationToken cancellationToken)
    {
        var source = new SkillSource
        {
            Registry = Name,
            Repository = repository.Root,
            Path = "",
            RequestedRef = reference,
            Commit = digest,
        };
        SkillPackage package = await _artifacts
            .ReadAsync(repository, source, null, cancellationToken)
            .ConfigureAwait(false);
        return DiscoveredSkillReader.Read(package);
    }

    private static (OciRepository Repository, string? Reference) Parse(string text) =>
        OciRepository.TryParse(text, out OciRepository? repository, out string? reference)
            ? (repository, reference)
            : throw new ArgumentException($"'{text}' is no repository.");

    private sealed record Listed(DiscoveredSkill Skill, long CheckedAt);
}

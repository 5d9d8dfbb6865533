using System.Runtime.CompilerServices;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries.Archives;
using Boternity.Skills.Registries.Web;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Registries.ClawHub;

/// <summary>
/// ClawHub: skills by their name there, <c>slug</c> or <c>owner/slug</c>, and version. What it says against a skill is
/// asked for at each install, also where the files are cached.
/// </summary>
internal sealed class ClawHubSkillRegistry : ISkillRegistry, ISkillUpdateSource, ISearchedRegistry
{
    private const int SkillsOfAPage = 200;
    private const int MaxPages = 5_000;
    private const int MaxShownVersions = 8;

    private readonly ClawHubRegistryOptions _options;
    private readonly SkillPackageLimits _limits;
    private readonly ClawHubClient _client;
    private readonly ArchiveCache _archives;
    private readonly Func<ISkillRegistry?> _findGitHub;

    /// <summary>Creates a registry.</summary>
    /// <param name="options">Where, with which token.</param>
    /// <param name="limits">How large a skill may be.</param>
    /// <param name="clients">Gives the client named <see cref="WebClient.HttpClientName"/>.</param>
    /// <param name="archives">Keeps what was downloaded.</param>
    /// <param name="findGitHub">The registry over GitHub, for skills whose files are there; null for none.</param>
    /// <param name="time">For waits and timeouts.</param>
    /// <param name="logger">Is told of retries.</param>
    /// <exception cref="OptionsValidationException">The options do not make sense.</exception>
    public ClawHubSkillRegistry(
        ClawHubRegistryOptions options,
        SkillPackageLimits limits,
        IHttpClientFactory clients,
        ArchiveCache archives,
        Func<ISkillRegistry?> findGitHub,
        TimeProvider time,
        ILogger<ClawHubSkillRegistry> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ValidateOptionsResult valid = new ClawHubRegistryOptionsValidator().Validate(null, options);
        if (valid.Failed)
        {
            throw new OptionsValidationException(options.Name ?? "", typeof(ClawHubRegistryOptions), valid.Failures);
        }

        _options = options;
        _limits = limits;
        _client = new ClawHubClient(options, clients, time, logger);
        _archives = archives;
        _findGitHub = findGitHub;
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    /// <remarks>Two hundred for each request.</remarks>
    public async IAsyncEnumerable<DiscoveredSkill> ListAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? cursor = null;
        for (int page = 0; page < MaxPages; page++)
        {
            ClawHubListAnswer answer = await _client
                .ListAsync(SkillsOfAPage, cursor, cancellationToken)
                .ConfigureAwait(false);
            foreach (DiscoveredSkill skill in Describe(answer.Items))
            {
                yield return skill;
            }

            if (answer.NextCursor is not { Length: > 0 } next || next == cursor)
            {
                yield break;
            }

            cursor = next;
        }
    }

    /// <inheritdoc/>
    /// <remarks>ClawHub ranks.</remarks>
    public async Task<IReadOnlyList<DiscoveredSkill>> SearchAsync(
        string query, int limit = 20, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return string.IsNullOrWhiteSpace(query)
            ? []
            : [
                .. Describe(await _client
                    .SearchAsync(query.Trim(), limit, cancellationToken)
                    .ConfigureAwait(false)).Take(limit),
            ];
    }

    /// <inheritdoc/>
    /// <remarks>A name is the whole name on ClawHub; one that it begins with is no match.</remarks>
    public async Task<IReadOnlyList<SkillMatch>> FindAsync(
        SkillQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (!TryRead(query, out ClawHubName? name, out string? version))
        {
            return [];
        }

        try
        {
            ClawHubSkillAnswer answer = await _client.GetSkillAsync(name, cancellationToken).ConfigureAwait(false);
            ClawHubName canonical = ClawHubName.TryCreate(
                answer.Owner?.Handle ?? name.Owner, answer.Skill?.Slug, out ClawHubName? told)
                    ? told
                    : throw _client.Invalid($"the answer for {name.FullName} names no skill");
            string pinned = await PinAsync(canonical, answer, version, cancellationToken).ConfigureAwait(false);
            DiscoveredSkill skill = Describe(
                canonical, answer.Skill!.Summary, canonical.At(Name, version, pinned));
            return [new SkillMatch { Skill = skill, Match = SkillNameMatch.Exact }];
        }
        catch (WebNotFoundException)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public Task<SkillPackage> FetchAsync(SkillSource source, CancellationToken cancellationToken = default) =>
        FetchCoreAsync(source, null, cancellationToken);

    /// <inheritdoc/>
    public Task<SkillPackage> FetchAsync(
        SkillSource source, IProgress<SkillFetchProgress> progress, CancellationToken cancellationToken = default) =>
        FetchCoreAsync(source, progress, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>One request for each skill. One that was called malware since is missing, with that as the
    /// reason.</remarks>
    public async Task<IReadOnlyList<SkillUpdate>> CheckAsync(
        IReadOnlyList<SkillSource> installed, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(installed);
        return await RegistryUpdates
            .CheckEachAsync(
                Name,
                installed,
                async source => ClawHubName.TryRead(source, out ClawHubName? name)
                    ? await CheckAsync(name, source, cancellationToken).ConfigureAwait(false)
                    : null)
            .ConfigureAwait(false);
    }

    /// <summary>What is known of a skill without its files.</summary>
    internal static DiscoveredSkill Describe(ClawHubName name, string? summary, SkillSource source) => new()
    {
        Source = source,
        Manifest = new SkillManifest { Name = name.Slug, Description = summary ?? "" },
    };

    private IEnumerable<DiscoveredSkill> Describe(IEnumerable<ClawHubEntry?> entries)
    {
        foreach (ClawHubEntry entry in entries.OfType<ClawHubEntry>())
        {
            if (ClawHubName.TryCreate(entry.OwnerHandle, entry.Slug, out ClawHubName? name))
            {
                string? version = entry.Version ?? entry.LatestVersion?.Version;
                yield return Describe(name, entry.Summary, name.At(Name, null, version));
            }
        }
    }

    // slug, owner/slug; a version behind '#' or '@'.
    private bool TryRead(
        SkillQuery query,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ClawHubName? name,
        out string? version)
    {
        name = null;
        version = query.Ref;
        bool isNamed = string.Equals(query.Registry, Name, StringComparison.OrdinalIgnoreCase);
        if (query.Address is not null || (query.Registry is not null && !isNamed))
        {
            return false;
        }

        if (query.Repository is null)
        {
            return ClawHubName.TryCreate(null, query.Name, out name);
        }

        string[] parts = query.Repository.Split('/');
        version ??= query.Name;
        return isNamed
            && query.Path is null
            && parts.Length == 2
            && ClawHubName.TryCreate(parts[0], parts[1], out name);
    }

    private async Task<string> PinAsync(
        ClawHubName name, ClawHubSkillAnswer answer, string? version, CancellationToken cancellationToken)
    {
        if (version is null)
        {
            return answer.LatestVersion?.Version
                ?? (await GetHandoffAsync(name, cancellationToken).ConfigureAwait(false)).Commit!;
        }

        if (IsCommit(version))
        {
            return version;
        }

        try
        {
            await _client.GetVersionAsync(name, version, cancellationToken).ConfigureAwait(false);
            return version;
        }
        catch (WebNotFoundException)
        {
            IReadOnlyList<string> versions = await _client
                .GetVersionsAsync(name, cancellationToken)
                .ConfigureAwait(false);
            throw new SkillNotFoundException(
                $"{Name}:{name.FullName}#{version}",
                Name,
                $"{Name}:{name.FullName} has no version '{PackageErrors.Show(version)}'; it has "
                    + $"{string.Join(", ", versions.Take(MaxShownVersions).Select(PackageErrors.Show))}.");
        }
    }

    private async Task<SkillPackage> FetchCoreAsync(
        SkillSource source, IProgress<SkillFetchProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (!ClawHubName.TryRead(source, out ClawHubName? name) || source.Commit is not { Length: > 0 } version)
        {
            throw new ArgumentException(
                $"{source} has no name or no version; take it from this registry's answers.", nameof(source));
        }

        try
        {
            ClawHubSkillAnswer answer = await _client.GetSkillAsync(name, cancellationToken).ConfigureAwait(false);
            if (IsCommit(version))
            {
                return await FetchFromGitHubAsync(name, answer, source, progress, cancellationToken)
                    .ConfigureAwait(false);
            }

            ClawHubVersion details = await _client
                .GetVersionAsync(name, version, cancellationToken)
                .ConfigureAwait(false);
            IReadOnlyList<SkillRegistryWarning> warnings = ClawHubFlags.Check(
                name, version, answer.Moderation, details.Security, _options);
            SkillPackage package = await _archives.ReadAsync(
                $"{_options.BaseAddress.AbsoluteUri}|{name.FullName}|{version}|{_options.Token}",
                (body, token) => ClawHubArchive.ReadAsync(
                    body, source, details.Files, _limits, _client.Mismatch, token),
                keepAsync => _client.DownloadAsync(name, version, keepAsync, progress, cancellationToken),
                cancellationToken).ConfigureAwait(false);
            return package with { RegistryWarnings = warnings };
        }
        catch (WebNotFoundException e)
        {
            throw new SkillNotFoundException(
                source.ToString(), Name, $"{source} is no longer there: {e.Message}.");
        }
    }

    // Its files are where its owner keeps them; the flags are ClawHub's all the same.
    private async Task<SkillPackage> FetchFromGitHubAsync(
        ClawHubName name,
        ClawHubSkillAnswer answer,
        SkillSource source,
        IProgress<SkillFetchProgress>? progress,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<SkillRegistryWarning> warnings = ClawHubFlags.Check(
            name, null, answer.Moderation, null, _options);
        ClawHubHandoff handoff = await GetHandoffAsync(name, cancellationToken).ConfigureAwait(false);
        if (handoff.Commit != source.Commit)
        {
            throw new SkillNotFoundException(
                source.ToString(),
                Name,
                $"{source} is no longer there: ClawHub has {name.FullName} at {handoff.Commit} now.");
        }

        ISkillRegistry gitHub = _findGitHub()
            ?? throw new SkillRegistryException(
                SkillErrorCodes.RegistryUnavailable,
                Name,
                $"The files of {Name}:{name.FullName} are on GitHub ({PackageErrors.Show(handoff.Repo!)}), and there "
                    + $"is no registry '{_options.GitHubRegistry}' to read them: add one (AddGitHubRegistry).");
        var there = new SkillSource
        {
            Registry = gitHub.Name,
            Repository = handoff.Repo,
            Path = handoff.Path is null or "." ? "" : handoff.Path.Trim('/'),
            Commit = handoff.Commit,
        };
        SkillPackage package = progress is null
            ? await gitHub.FetchAsync(there, cancellationToken).ConfigureAwait(false)
            : await gitHub.FetchAsync(there, progress, cancellationToken).ConfigureAwait(false);
        return package with { Source = source, RegistryWarnings = warnings };
    }

    private async Task<ClawHubHandoff> GetHandoffAsync(ClawHubName name, CancellationToken cancellationToken)
    {
        ClawHubHandoff handoff = await _client.GetHandoffAsync(name, cancellationToken).ConfigureAwait(false);
        return handoff is { Repo: not null, Commit: { } commit } && IsCommit(commit)
            ? handoff
            : throw _client.Invalid($"the place of {name.FullName} on GitHub has no repository or no commit");
    }

    private async Task<SkillUpdate> CheckAsync(
        ClawHubName name, SkillSource source, CancellationToken cancellationToken)
    {
        try
        {
            ClawHubSkillAnswer answer = await _client.GetSkillAsync(name, cancellationToken).ConfigureAwait(false);
            if (ClawHubFlags.IsMalware(answer.Moderation))
            {
                return RegistryUpdates.Of(
                    source,
                    SkillUpdateState.SourceMissing,
                    $"The registry '{Name}' says that it is malware: remove it.");
            }

            if (source.RequestedRef is { } pinned)
            {
                return RegistryUpdates.Of(
                    source, SkillUpdateState.Pinned, $"It was asked for at the version {pinned}.");
            }

            string latest = await PinAsync(name, answer, null, cancellationToken).ConfigureAwait(false);
            return latest == source.Commit
                ? RegistryUpdates.Of(source, SkillUpdateState.UpToDate, $"{latest} is its latest version.")
                : RegistryUpdates.Of(source, SkillUpdateState.UpdateAvailable, $"Its latest version is {latest}.") with
                {
                    Latest = source with { Commit = latest },
                };
        }
        catch (WebNotFoundException)
        {
            return RegistryUpdates.Of(source, SkillUpdateState.SourceMissing, $"The registry '{Name}' has it no more.");
        }
        catch (SkillRegistryException e) when (e.Code == SkillErrorCodes.RegistrySkillFlagged)
        {
            return RegistryUpdates.Of(source, SkillUpdateState.SourceMissing, e.Message);
        }
    }

    private static bool IsCommit(string version) => version.Length == 40 && version.All(char.IsAsciiHexDigitLower);
}

using Boternity.Skills.Registries.GitHub;
using Boternity.Skills.Registries.Web;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Boternity.Skills.Registries.SkillsSh;

/// <summary>
/// The search of skills.sh. What it finds is a skill in a repository on GitHub, <c>owner/repo/skill</c>, and is
/// resolved and installed by the registry over GitHub, whose source it then has.
/// </summary>
internal sealed class SkillsShRegistry : ISearchedRegistry
{
    private const int ShortestQuery = 2;
    private const int LargestLimit = 100;

    // A repository that is gone does not hide the next one; each that is asked may be downloaded.
    private const int MaxRepositoriesOfAName = 3;

    private readonly SkillsShRegistryOptions _options;
    private readonly ISkillRegistry _gitHub;
    private readonly WebClient _client;

    /// <summary>Creates a registry.</summary>
    /// <param name="options">Where, with which token.</param>
    /// <param name="gitHub">Reads what is found.</param>
    /// <param name="clients">Gives the client named <see cref="WebClient.HttpClientName"/>.</param>
    /// <param name="time">For waits and timeouts.</param>
    /// <param name="logger">Is told of retries.</param>
    /// <exception cref="OptionsValidationException">The options do not make sense.</exception>
    public SkillsShRegistry(
        SkillsShRegistryOptions options,
        ISkillRegistry? gitHub,
        IHttpClientFactory clients,
        TimeProvider time,
        ILogger<SkillsShRegistry> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ValidateOptionsResult valid = new SkillsShRegistryOptionsValidator().Validate(null, options);
        if (valid.Failed || gitHub is null)
        {
            throw new OptionsValidationException(
                options.Name ?? "",
                typeof(SkillsShRegistryOptions),
                valid.Failures ??
                [
                    $"{nameof(SkillsShRegistryOptions)}.{nameof(options.GitHubRegistry)} names "
                        + $"'{options.GitHubRegistry}', and no registry of that name was added "
                        + $"(AddGitHubRegistry; registry '{options.Name}').",
                ]);
        }

        _options = options;
        _gitHub = gitHub;
        _client = new WebClient(options, clients, time, logger);
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    /// <remarks>There is nothing to list: it is searched.</remarks>
    public IAsyncEnumerable<DiscoveredSkill> ListAsync(CancellationToken cancellationToken = default) =>
        AsyncEnumerable.Empty<DiscoveredSkill>();

    /// <inheritdoc/>
    /// <remarks>
    /// skills.sh ranks. It gives names and repositories, and no descriptions; what is on other hosts than GitHub is
    /// left out.
    /// </remarks>
    public async Task<IReadOnlyList<DiscoveredSkill>> SearchAsync(
        string query, int limit = 20, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        List<Found> found = await AskAsync(query, limit, cancellationToken).ConfigureAwait(false);
        return [.. found.Take(limit).Select(Describe)];
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Names are looked up only where the reference names this registry: on skills.sh a name belongs to nobody. Of
    /// several skills of a name the one that was installed most comes first.
    /// </remarks>
    public async Task<IReadOnlyList<SkillMatch>> FindAsync(
        SkillQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Address is not null || !string.Equals(query.Registry, Name, StringComparison.OrdinalIgnoreCase))
        {
            return [];
        }

        if (query.Repository is not null)
        {
            return await FindOnGitHubAsync(
                query.Repository, query.Path, query.Name, query.Ref, cancellationToken).ConfigureAwait(false);
        }

        return query.Name is { } name
            ? await FindByNameAsync(name, query.Ref, cancellationToken).ConfigureAwait(false)
            : [];
    }

    /// <inheritdoc/>
    public Task<SkillPackage> FetchAsync(SkillSource source, CancellationToken cancellationToken = default) =>
        FetchCoreAsync(source, null, cancellationToken);

    /// <inheritdoc/>
    public Task<SkillPackage> FetchAsync(
        SkillSource source, IProgress<SkillFetchProgress> progress, CancellationToken cancellationToken = default) =>
        FetchCoreAsync(source, progress, cancellationToken);

    private async Task<SkillPackage> FetchCoreAsync(
        SkillSource source, IProgress<SkillFetchProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Repository is null)
        {
            throw new ArgumentException(
                $"{source} has no repository; take it from this registry's answers.", nameof(source));
        }

        IReadOnlyList<SkillMatch> found = await FindOnGitHubAsync(
            source.Repository, source.Path, null, source.RequestedRef, cancellationToken).ConfigureAwait(false);
        SkillSource there = found.Count > 0
            ? found[0].Skill.Source
            : throw new SkillNotFoundException(
                source.ToString(),
                Name,
                $"The repository '{source.Repository}' has no skill '{source.Path}' any more.");
        return progress is null
            ? await _gitHub.FetchAsync(there, cancellationToken).ConfigureAwait(false)
            : await _gitHub.FetchAsync(there, progress, cancellationToken).ConfigureAwait(false);
    }

    // What skills.sh calls a skill is the name of it, wherever in the repository it is.
    private async Task<IReadOnlyList<SkillMatch>> FindOnGitHubAsync(
        string repository, string? path, string? name, string? revision, CancellationToken cancellationToken)
    {
        string? skill = name ?? (string.IsNullOrEmpty(path) ? null : path[(path.LastIndexOf('/') + 1)..]);
        var query = new SkillQuery
        {
            Registry = _gitHub.Name,
            Repository = repository,
            Path = path?.Contains('/', StringComparison.Ordinal) == true ? path : null,
            Name = skill,
            Ref = revision,
        };
        IReadOnlyList<SkillMatch> found = await _gitHub.FindAsync(query, cancellationToken).ConfigureAwait(false);
        return [.. found.Where(static match => match.Match == SkillNameMatch.Exact)];
    }

    private async Task<IReadOnlyList<SkillMatch>> FindByNameAsync(
        string name, string? revision, CancellationToken cancellationToken)
    {
        Found[] called =
        [
            .. (await AskAsync(name, LargestLimit, cancellationToken).ConfigureAwait(false))
                .Where(one => string.Equals(one.Skill, name, StringComparison.OrdinalIgnoreCase))
                .OrderByDescending(static one => one.Installs),
        ];
        SkillRegistryException? gone = null;
        for (int i = 0; i < Math.Min(called.Length, MaxRepositoriesOfAName); i++)
        {
            try
            {
                IReadOnlyList<SkillMatch> there = await FindOnGitHubAsync(
                    called[i].Repository, null, called[i].Skill, revision, cancellationToken).ConfigureAwait(false);
                if (there.Count > 0)
                {
                    return
                    [
                        there[0],
                        .. called[(i + 1)..].Select(one => new SkillMatch
                        {
                            Skill = Describe(one),
                            Match = SkillNameMatch.Exact,
                        }),
                    ];
                }
            }
            catch (SkillNotFoundException e)
            {
                gone = e;
            }
        }

        return gone is null ? [] : throw gone;
    }

    private async Task<List<Found>> AskAsync(string query, int limit, CancellationToken cancellationToken)
    {
        query = query.Trim();
        if (query.Length < ShortestQuery)
        {
            return [];
        }

        string path = _options.Token is null ? "api/search" : "api/v1/skills/search";
        Uri root = _options.BaseAddress.AbsoluteUri.EndsWith('/')
            ? _options.BaseAddress
            : new Uri(_options.BaseAddress.AbsoluteUri + '/');
        var address = new Uri(
            root, $"{path}?q={Uri.EscapeDataString(query)}&limit={Math.Min(limit, LargestLimit)}");
        SkillsShAnswer answer;
        try
        {
            answer = await _client
                .GetJsonAsync(address, _options.Token, SkillsShJson.Default.SkillsShAnswer, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (WebNotFoundException e)
        {
            throw _client.Invalid(e.Message);
        }

        IReadOnlyList<SkillsShEntry?> entries = answer.Skills
            ?? answer.Data
            ?? throw _client.Invalid($"the answer of {WebClient.Describe(address)} has no list of skills");
        return [.. entries.OfType<SkillsShEntry>().Select(Read).OfType<Found>()];
    }

    private static Found? Read(SkillsShEntry entry)
    {
        string? id = entry.SkillId ?? entry.Slug ?? entry.Name;
        return entry.SourceType is null or "github"
            && GitHubRepository.TryParse(entry.Source, out GitHubRepository? repository)
            && id is not null
            && SkillReference.TryParse($"{repository.FullName}@{id}", out SkillReference? reference)
            && reference.Name == id
                ? new Found(repository.FullName, id, entry.Name ?? id, entry.Installs)
                : null;
    }

    private DiscoveredSkill Describe(Found found) => new()
    {
        Source = new SkillSource { Registry = Name, Repository = found.Repository, Path = found.Skill },
        Manifest = new SkillManifest { Name = found.Name, Description = "" },
    };

    private sealed record Found(string Repository, string Skill, string Name, long Installs);
}

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries.Web;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Registries.ClawHub;

/// <summary>Requests to ClawHub ("HTTP API" in its documentation, version 1).</summary>
internal sealed class ClawHubClient(
    ClawHubRegistryOptions options, IHttpClientFactory clients, TimeProvider time, ILogger logger)
{
    private const int MaxReasonLength = 300;

    private readonly WebClient _client = new(options, clients, time, logger);

    public async Task<IReadOnlyList<ClawHubEntry?>> SearchAsync(
        string query, int limit, CancellationToken cancellationToken) => (await GetAsync(
            $"search?q={Uri.EscapeDataString(query)}&limit={limit}{Filter}",
            ClawHubJson.Default.ClawHubSearchAnswer,
            cancellationToken).ConfigureAwait(false)).Results;

    /// <summary>One page of all skills; by when they came, which does not change while they are listed.</summary>
    public Task<ClawHubListAnswer> ListAsync(int limit, string? cursor, CancellationToken cancellationToken) =>
        GetAsync(
            $"skills?limit={limit}&sort=createdAt{Filter}"
                + (cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}"),
            ClawHubJson.Default.ClawHubListAnswer,
            cancellationToken);

    /// <exception cref="WebNotFoundException">There is none.</exception>
    /// <exception cref="SkillAmbiguousException">Several owners have one.</exception>
    public Task<ClawHubSkillAnswer> GetSkillAsync(ClawHubName name, CancellationToken cancellationToken) => GetAsync(
        $"skills/{name.Slug}{Owner(name, '?')}",
        ClawHubJson.Default.ClawHubSkillAnswer,
        cancellationToken,
        (status, text) => status == 409 ? Ambiguous(name, text) : Held(name, status, text));

    /// <exception cref="WebNotFoundException">There is none.</exception>
    public async Task<ClawHubVersion> GetVersionAsync(
        ClawHubName name, string version, CancellationToken cancellationToken) => (await GetAsync(
            $"skills/{name.Slug}/versions/{Uri.EscapeDataString(version)}{Owner(name, '?')}",
            ClawHubJson.Default.ClawHubVersionAnswer,
            cancellationToken,
            (status, text) => Held(name, status, text)).ConfigureAwait(false)).Version
            ?? throw _client.Invalid($"the version {version} of {name.FullName} is null");

    /// <summary>The newest versions.</summary>
    /// <exception cref="WebNotFoundException">There is no such skill.</exception>
    public async Task<IReadOnlyList<string>> GetVersionsAsync(ClawHubName name, CancellationToken cancellationToken) =>
    [
        .. (await GetAsync(
            $"skills/{name.Slug}/versions?limit=20{Owner(name, '&')}",
            ClawHubJson.Default.ClawHubVersionsAnswer,
            cancellationToken).ConfigureAwait(false)).Items
            .Select(static version => version?.Version)
            .OfType<string>(),
    ];

    /// <summary>Where on GitHub the files of a skill are that has no versions.</summary>
    /// <exception cref="WebNotFoundException">There is no such skill.</exception>
    public Task<ClawHubHandoff> GetHandoffAsync(ClawHubName name, CancellationToken cancellationToken) => GetAsync(
        $"download?slug={name.Slug}{Owner(name, '&')}",
        ClawHubJson.Default.ClawHubHandoff,
        cancellationToken,
        (status, text) => Held(name, status, text));

    /// <summary>Downloads the zip of a version.</summary>
    /// <exception cref="WebNotFoundException">There is none.</exception>
    public Task<T> DownloadAsync<T>(
        ClawHubName name,
        string version,
        Func<Stream, CancellationToken, ValueTask<T>> readAsync,
        IProgress<SkillFetchProgress>? progress,
        CancellationToken cancellationToken) => _client.SendAsync(
            new WebRequest
            {
                Address = At($"download?slug={name.Slug}&version={Uri.EscapeDataString(version)}{Owner(name, '&')}"),
                Accept = "application/zip",
                Token = options.Token,
                Progress = progress,
                MaxBytes = options.MaxDownloadBytes,
                Refused = (status, text) => Held(name, status, text),
            },
            readAsync,
            cancellationToken);

    public SkillRegistryException Invalid(string problem) => _client.Invalid(problem);

    /// <summary>The files of a version are not those that it lists.</summary>
    public SkillRegistryException Mismatch(string problem) => new(
        SkillErrorCodes.RegistryDigestMismatch,
        options.Name,
        $"What the registry '{options.Name}' gave is not what it lists: {problem}.");

    private string Filter => options.AllowSuspicious ? "" : "&nonSuspiciousOnly=true";

    private static string Owner(ClawHubName name, char before) =>
        name.Owner is null ? "" : $"{before}ownerHandle={Uri.EscapeDataString(name.Owner)}";

    private Uri At(string what) => new(
        options.BaseAddress.AbsoluteUri.EndsWith('/')
            ? options.BaseAddress
            : new Uri(options.BaseAddress.AbsoluteUri + '/'),
        $"api/v1/{what}");

    private Task<T> GetAsync<T>(
        string what,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken,
        Func<int, string, Exception?>? refused = null)
        where T : class => _client.GetJsonAsync(At(what), options.Token, type, cancellationToken, refused);

    // 403: blocked by the moderation; 423: not scanned yet. Each has its reason as a text.
    private SkillRegistryException? Held(ClawHubName name, int status, string text) =>
        status is 403 or 423
            ? new SkillRegistryException(
                SkillErrorCodes.RegistrySkillFlagged,
                options.Name,
                $"The registry '{options.Name}' does not give out {name.FullName}: {Reason(text)}.")
            : null;

    private Exception? Ambiguous(ClawHubName name, string text)
    {
        try
        {
            ClawHubAmbiguity? answer = JsonSerializer.Deserialize(text, ClawHubJson.Default.ClawHubAmbiguity);
            List<DiscoveredSkill> candidates = [];
            foreach (ClawHubEntry entry in answer?.Matches.OfType<ClawHubEntry>() ?? [])
            {
                if (ClawHubName.TryCreate(entry.OwnerHandle, entry.Slug, out ClawHubName? one) && one.Owner is not null)
                {
                    candidates.Add(ClawHubSkillRegistry.Describe(one, entry.Summary, one.At(options.Name, null, null)));
                }
            }

            return candidates.Count > 1 ? new SkillAmbiguousException(name.FullName, candidates) : null;
        }
        catch (JsonException)
        {
            return new SkillNotFoundException(
                name.FullName,
                options.Name,
                $"Several owners have a skill '{name.Slug}': name one as {options.Name}:owner/{name.Slug}.");
        }
    }

    private static string Reason(string text)
    {
        string reason = PackageErrors.Show(text.Trim().TrimEnd('.'));
        return reason.Length == 0 ? "it gives no reason"
            : reason.Length <= MaxReasonLength ? reason
            : reason[..MaxReasonLength];
    }
}

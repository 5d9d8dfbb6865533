using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Boternity.Skills.Registries.Archives;
using Boternity.Skills.Registries.Web;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Registries.GitHub;

/// <summary>Requests to one GitHub, with its token.</summary>
internal sealed class GitHubClient : HttpRegistryClient
{
    private const int MaxTextBytes = 4 * 1024;

    // GitHub cuts a recursive tree at 7 MB and says so.
    private const int MaxJsonBytes = 16 * 1024 * 1024;
    private const string ApiVersion = "2022-11-28";

    private readonly GitHubRegistryOptions _options;
    private readonly Uri _api;
    private readonly ArchiveCache _archives;

    public GitHubClient(
        GitHubRegistryOptions options,
        IHttpClientFactory clients,
        ArchiveCache archives,
        TimeProvider time,
        ILogger logger)
        : base(options, clients, GitHubSkillRegistry.HttpClientName, time, logger)
    {
        _archives = archives;
        _options = options;
        _api = options.ApiBaseAddress.AbsoluteUri.EndsWith('/')
            ? options.ApiBaseAddress
            : new Uri(options.ApiBaseAddress.AbsoluteUri + '/');
    }

    /// <summary>Asks which commit a branch, tag or commit is; null when it is still the one of the ETag.</summary>
    /// <exception cref="GitHubNotFoundException">There is no such repository or revision.</exception>
    public Task<ResolvedCommit?> ResolveAsync(
        GitHubRepository repository, string revision, string? etag, CancellationToken cancellationToken)
    {
        string path = $"repos/{repository.FullName}/commits/{GitRevision.Escape(revision)}";
        return SendAsync(path, "application/vnd.github.sha", etag, ReadAsync, cancellationToken);

        async ValueTask<ResolvedCommit?> ReadAsync(HttpResponseMessage response, CancellationToken token)
        {
            if (response.StatusCode == HttpStatusCode.NotModified)
            {
                return etag is not null
                    ? null
                    : throw Invalid(
                        $"it says that the commit of {repository.FullName} has not changed, and was not asked that");
            }

            string commit = (await ReadTextAsync(response, token).ConfigureAwait(false)).Trim().ToLowerInvariant();
            return GitRevision.IsCommit(commit)
                ? new ResolvedCommit(commit, response.Headers.ETag?.ToString())
                : throw Invalid($"the answer for the commit of {repository.FullName} is not the name of a commit");
        }
    }

    /// <summary>Streams the tar.gz of a commit: from the cache, or while it is downloaded and kept.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="commit">The whole name of the commit.</param>
    /// <param name="readAsync">Reads the archive; is called again when the download has to be repeated.</param>
    /// <param name="progress">Is told of its bytes; null for nobody.</param>
    /// <param name="cancellationToken">Stops the download.</param>
    /// <exception cref="GitHubNotFoundException">There is no such repository or commit.</exception>
    public Task<T> DownloadAsync<T>(
        GitHubRepository repository,
        string commit,
        Func<Stream, CancellationToken, ValueTask<T>> readAsync,
        IProgress<SkillFetchProgress>? progress,
        CancellationToken cancellationToken)
    {
        // Who has another token, or none any more, does not read what this one could.
        return _archives.ReadAsync(
            $"{_api.AbsoluteUri}|{repository.Key}|{commit}|{_options.Token}",
            readAsync,
            keepAsync => SendAsync(
                $"repos/{repository.FullName}/tarball/{commit}",
                "application/vnd.github+json",
                null,
                (response, token) => ReadAsync(response, keepAsync, token),
                cancellationToken),
            cancellationToken);

        async ValueTask<T> ReadAsync(
            HttpResponseMessage response,
            Func<Stream, CancellationToken, ValueTask<T>> keepAsync,
            CancellationToken token)
        {
            DownloadInput body = await OpenAsync(response, _options.MaxDownloadBytes, progress, token)
                .ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                return await keepAsync(body, token).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The files and folders of a commit, all the way down.</summary>
    /// <exception cref="GitHubNotFoundException">There is no such repository or commit.</exception>
    public Task<GitTreeAnswer> GetTreeAsync(
        GitHubRepository repository, string commit, CancellationToken cancellationToken) => GetJsonAsync(
            $"repos/{repository.FullName}/git/trees/{commit}?recursive=1",
            $"the tree of {repository.FullName}",
            GitHubJson.Default.GitTreeAnswer,
            cancellationToken);

    /// <summary>The branches or tags whose names begin with a text, such as <c>heads/feature</c>.</summary>
    /// <exception cref="GitHubNotFoundException">There is no such repository.</exception>
    public Task<IReadOnlyList<GitRefAnswer?>> GetRefsAsync(
        GitHubRepository repository, string prefix, CancellationToken cancellationToken) => GetJsonAsync(
            $"repos/{repository.FullName}/git/matching-refs/{GitRevision.Escape(prefix)}",
            $"the refs of {repository.FullName}",
            GitHubJson.Default.IReadOnlyListGitRefAnswer,
            cancellationToken);

    /// <summary>Sends a GET and reads its answer, as often as the retries allow.</summary>
    /// <exception cref="GitHubNotFoundException">The server has nothing there.</exception>
    /// <exception cref="SkillRegistryException">The server could not be reached, refused, or answered with what cannot
    /// be understood.</exception>
    public Task<T> SendAsync<T>(
        string path,
        string accept,
        string? etag,
        Func<HttpResponseMessage, CancellationToken, ValueTask<T>> readAsync,
        CancellationToken cancellationToken)
    {
        var uri = new Uri(_api, path);
        return RetryAsync(
            uri,
            AttemptAsync,
            reason => $"{_api.Host} could not be read ({uri.AbsolutePath}, {_options.MaxRetries + 1} attempts): "
                + reason,
            cancellationToken);

        async ValueTask<T> AttemptAsync(CancellationToken token)
        {
            using HttpResponseMessage response = await FollowAsync(
                uri, accept, message => Prepare(message, etag), token).ConfigureAwait(false);
            ThrowIfRefused(response, uri);
            return await readAsync(response, token).ConfigureAwait(false);
        }
    }

    protected override SkillRateLimitException RateLimited(Uri address, DateTimeOffset? resetAt) => new(
        _options.Name,
        resetAt,
        $"{_api.Host} answers no more requests "
            + $"{(resetAt is { } time ? $"until {time.UtcDateTime:u}" : "for a while")}; "
            + (_options.Token is null ? "with a token there would be more of them." : "the token's share is used up."));

    protected override SkillRegistryException BadRedirect(Uri address, Uri redirected) =>
        Invalid($"it redirects to nowhere, too often or away from HTTPS ({redirected.AbsolutePath})");

    // The token is for the API alone, and not for what that redirects to.
    private void Prepare(HttpRequestMessage message, string? etag)
    {
        if (!IsSameHost(message.RequestUri!, _api))
        {
            return;
        }

        message.Headers.Add("X-GitHub-Api-Version", ApiVersion);
        message.Headers.Authorization =
            _options.Token is { } secret ? new AuthenticationHeaderValue("Bearer", secret) : null;
        if (etag is not null)
        {
            message.Headers.TryAddWithoutValidation("If-None-Match", etag);
        }
    }

    private void ThrowIfRefused(HttpResponseMessage response, Uri uri)
    {
        int status = (int)response.StatusCode;
        if (status is >= 200 and < 300 or 304)
        {
            return;
        }

        ThrowIfRateLimited(response, uri);
        throw status switch
        {
            // 409: the repository is empty. 422: no commit has the name. 451: taken down.
            404 or 409 or 410 or 422 or 451 => new GitHubNotFoundException(
                $"{_api.Host} has nothing at {uri.AbsolutePath}, or shows it only with a token that may read it",
                status),
            401 or 403 => new SkillRegistryException(
                SkillErrorCodes.RegistryAccessDenied,
                _options.Name,
                $"{_api.Host} refused access ({status}, {uri.AbsolutePath}): "
                    + $"{(_options.Token is null ? "no token is set" : "the token is not valid or lacks the right")}."),
            408 or >= 500 => Failed(response),
            _ => Invalid($"the answer was {status} ({uri.AbsolutePath})"),
        };
    }

    private SkillRegistryException Invalid(string problem) =>
        new(
            SkillErrorCodes.RegistryAnswerInvalid,
            _options.Name,
            $"{_api.Host} answered with what cannot be understood: {problem}.");

    private Task<T> GetJsonAsync<T>(
        string path, string what, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        return SendAsync(path, "application/vnd.github+json", null, ReadAsync, cancellationToken);

        async ValueTask<T> ReadAsync(HttpResponseMessage response, CancellationToken token)
        {
            DownloadInput body = await OpenAsync(response, MaxJsonBytes, null, token).ConfigureAwait(false);
            await using var _ = body.ConfigureAwait(false);
            try
            {
                return await JsonSerializer.DeserializeAsync(body, type, token).ConfigureAwait(false)
                    ?? throw Invalid($"{what} is null");
            }
            catch (JsonException e)
            {
                throw Invalid($"{what} is not the JSON it should be ({e.Message.TrimEnd('.')})");
            }
        }
    }

    private async ValueTask<string> ReadTextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        DownloadInput body = await OpenAsync(response, MaxTextBytes, null, cancellationToken).ConfigureAwait(false);
        await using var _ = body.ConfigureAwait(false);
        byte[] bytes = new byte[MaxTextBytes];
        int length = await body
            .ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        return Encoding.UTF8.GetString(bytes, 0, length);
    }
}

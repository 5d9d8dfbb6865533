using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries.Archives;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Boternity.Skills.Registries.GitHub;

/// <summary>
/// Requests to one GitHub: token, redirects, rate limits, retries. Every answer is read inside the retries.
/// </summary>
internal sealed class GitHubClient
{
    private const int MaxRedirects = 5;
    private const int MaxTextBytes = 4 * 1024;

    // GitHub cuts a recursive tree at 7 MB and says so.
    private const int MaxTreeBytes = 16 * 1024 * 1024;
    private const string ApiVersion = "2022-11-28";

    private static readonly ProductInfoHeaderValue Agent =
        new("Boternity.Skills", typeof(GitHubClient).Assembly.GetName().Version?.ToString(3) ?? "0");

    private readonly GitHubRegistryOptions _options;
    private readonly Uri _api;
    private readonly IHttpClientFactory _clients;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ArchiveCache _archives;
    private readonly ResiliencePipeline _pipeline;

    public GitHubClient(
        GitHubRegistryOptions options,
        IHttpClientFactory clients,
        ArchiveCache archives,
        TimeProvider time,
        ILogger logger)
    {
        _archives = archives;
        _options = options;
        _api = options.ApiBaseAddress.AbsoluteUri.EndsWith('/')
            ? options.ApiBaseAddress
            : new Uri(options.ApiBaseAddress.AbsoluteUri + '/');
        _clients = clients;
        _time = time;
        _logger = logger;
        _pipeline = BuildPipeline();
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
            DownloadInput body = await OpenAsync(
                response,
                _options.MaxDownloadBytes,
                token,
                progress is null
                    ? null
                    : new TransferProgress(progress, response.Content.Headers.ContentLength)).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                return await keepAsync(body, token).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The files and folders of a commit, all the way down.</summary>
    /// <exception cref="GitHubNotFoundException">There is no such repository or commit.</exception>
    public Task<GitTreeAnswer> GetTreeAsync(
        GitHubRepository repository, string commit, CancellationToken cancellationToken)
    {
        return SendAsync(
            $"repos/{repository.FullName}/git/trees/{commit}?recursive=1",
            "application/vnd.github+json",
            null,
            ReadAsync,
            cancellationToken);

        async ValueTask<GitTreeAnswer> ReadAsync(HttpResponseMessage response, CancellationToken token)
        {
            DownloadInput body = await OpenAsync(response, MaxTreeBytes, token).ConfigureAwait(false);
            await using var _ = body.ConfigureAwait(false);
            try
            {
                return await JsonSerializer.DeserializeAsync(body, GitHubJson.Default.GitTreeAnswer, token)
                    .ConfigureAwait(false)
                    ?? throw Invalid($"the tree of {repository.FullName} is null");
            }
            catch (JsonException e)
            {
                throw Invalid(
                    $"the tree of {repository.FullName} is not the JSON it should be ({e.Message.TrimEnd('.')})");
            }
        }
    }

    /// <summary>Sends a GET and reads its answer, as often as the retries allow.</summary>
    /// <exception cref="GitHubNotFoundException">The server has nothing there.</exception>
    /// <exception cref="SkillRegistryException">The server could not be reached, refused, or answered with what cannot
    /// be understood.</exception>
    public async Task<T> SendAsync<T>(
        string path,
        string accept,
        string? etag,
        Func<HttpResponseMessage, CancellationToken, ValueTask<T>> readAsync,
        CancellationToken cancellationToken)
    {
        var uri = new Uri(_api, path);
        try
        {
            return await _pipeline
                .ExecuteAsync(
                    async token => await AttemptAsync(uri, accept, etag, readAsync, token).ConfigureAwait(false),
                    cancellationToken)
                .ConfigureAwait(false);
        }
        catch (GitHubTransientException e)
        {
            throw e.IsRateLimit
                ? RateLimited(e.RetryAfter is { } wait ? _time.GetUtcNow() + wait : null)
                : new SkillRegistryException(
                    e.IsInvalidAnswer ? SkillErrorCodes.RegistryAnswerInvalid : SkillErrorCodes.RegistryUnavailable,
                    _options.Name,
                    $"{_api.Host} could not be read ({uri.AbsolutePath}, {_options.MaxRetries + 1} attempts): "
                        + $"{e.Message}",
                    e.InnerException);
        }
    }

    private async ValueTask<T> AttemptAsync<T>(
        Uri uri,
        string accept,
        string? etag,
        Func<HttpResponseMessage, CancellationToken, ValueTask<T>> readAsync,
        CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await FollowAsync(uri, accept, etag, cancellationToken)
                .ConfigureAwait(false);
            ThrowIfRefused(response, uri);
            return await readAsync(response, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException)
        {
            throw new GitHubTransientException(e.Message, e);
        }
        catch (SkillPackageException e) when (e.Code == SkillErrorCodes.PackageArchive)
        {
            // What was damaged on its way may arrive whole the next time.
            throw new GitHubTransientException(e.Message, e) { IsInvalidAnswer = true };
        }
    }

    private async ValueTask<HttpResponseMessage> FollowAsync(
        Uri uri, string accept, string? etag, CancellationToken cancellationToken)
    {
        for (int hop = 0; ; hop++)
        {
            HttpResponseMessage response = await GetAsync(uri, accept, etag, cancellationToken).ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
            {
                return response;
            }

            using (response)
            {
                // The address is kept out of messages: what archives are redirected to can carry a token of its own.
                Uri? next = response.Headers.Location is { } location ? TryResolve(uri, location) : null;
                if (next is null
                    || hop == MaxRedirects
                    || (next.Scheme != Uri.UriSchemeHttps && next.Scheme != _api.Scheme))
                {
                    throw Invalid($"it redirects to nowhere, too often or away from HTTPS ({uri.AbsolutePath})");
                }

                uri = next;
            }
        }
    }

    private static Uri? TryResolve(Uri from, Uri location)
    {
        try
        {
            // A host that IDNA cannot encode passes for a URL until its encoded form is asked for.
            return Uri.TryCreate(from, location, out Uri? next) && next.IdnHost.Length > 0 ? next : null;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    private async ValueTask<HttpResponseMessage> GetAsync(
        Uri uri, string accept, string? etag, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.UserAgent.Add(Agent);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (IsApi(uri))
        {
            request.Headers.Add("X-GitHub-Api-Version", ApiVersion);
            request.Headers.Authorization =
                _options.Token is { } secret ? new AuthenticationHeaderValue("Bearer", secret) : null;
            if (etag is not null)
            {
                request.Headers.TryAddWithoutValidation("If-None-Match", etag);
            }
        }

        using var timeout = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        HttpClient client = _clients.CreateClient(GitHubSkillRegistry.HttpClientName);
        client.Timeout = Timeout.InfiniteTimeSpan;
        try
        {
            return await client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested
            && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer came for {_options.Timeout.TotalSeconds:0.#} s.", e);
        }
    }

    private bool IsApi(Uri uri) =>
        uri.Scheme == _api.Scheme
            && uri.Port == _api.Port
            && string.Equals(uri.IdnHost, _api.IdnHost, StringComparison.OrdinalIgnoreCase);

    private void ThrowIfRefused(HttpResponseMessage response, Uri uri)
    {
        int status = (int)response.StatusCode;
        if (status is >= 200 and < 300 or 304)
        {
            return;
        }

        if (GitHubRateLimit.IsHit(response))
        {
            ThrowRateLimit(response);
        }

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
            408 or >= 500 =>
                new GitHubTransientException($"the answer was {status}.") { RetryAfter = ShortWait(response) },
            _ => Invalid($"the answer was {status} ({uri.AbsolutePath})"),
        };
    }

    private void ThrowRateLimit(HttpResponseMessage response)
    {
        DateTimeOffset now = _time.GetUtcNow();
        DateTimeOffset? resetAt = GitHubRateLimit.ResetAt(response, now);
        if (resetAt - now > _options.MaxRateLimitWait)
        {
            throw RateLimited(resetAt);
        }

        throw new GitHubTransientException("the rate limit is used up.")
        {
            IsRateLimit = true,
            RetryAfter = ShortWait(response),
        };
    }

    private TimeSpan? ShortWait(HttpResponseMessage response)
    {
        DateTimeOffset now = _time.GetUtcNow();
        TimeSpan? wait = GitHubRateLimit.ResetAt(response, now) - now;
        return wait > _options.MaxRateLimitWait ? null : wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private SkillRateLimitException RateLimited(DateTimeOffset? resetAt) => new(
        _options.Name,
        resetAt,
        $"{_api.Host} answers no more requests "
            + $"{(resetAt is { } time ? $"until {time.UtcDateTime:u}" : "for a while")}; "
            + (_options.Token is null ? "with a token there would be more of them." : "the token's share is used up."));

    private SkillRegistryException Invalid(string problem) =>
        new(
            SkillErrorCodes.RegistryAnswerInvalid,
            _options.Name,
            $"{_api.Host} answered with what cannot be understood: {problem}.");

    private async ValueTask<string> ReadTextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        DownloadInput body = await OpenAsync(response, MaxTextBytes, cancellationToken).ConfigureAwait(false);
        await using var _ = body.ConfigureAwait(false);
        byte[] bytes = new byte[MaxTextBytes];
        int length = await body
            .ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    private async ValueTask<DownloadInput> OpenAsync(
        HttpResponseMessage response,
        long limit,
        CancellationToken cancellationToken,
        TransferProgress? progress = null) =>
        new(
            await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false),
            limit,
            _options.Timeout,
            _options.MaxDownloadTime,
            _time,
            progress,
            cancellationToken);

    private ResiliencePipeline BuildPipeline() => _options.MaxRetries == 0
        ? ResiliencePipeline.Empty
        : new ResiliencePipelineBuilder { TimeProvider = _time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<GitHubTransientException>(),
                MaxRetryAttempts = _options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(500),
                MaxDelay = TimeSpan.FromSeconds(8),
                DelayGenerator = static args =>
                    ValueTask.FromResult((args.Outcome.Exception as GitHubTransientException)?.RetryAfter),
                OnRetry = args =>
                {
                    RegistryLog.Retrying(
                        _logger,
                        _options.Name,
                        args.RetryDelay.TotalMilliseconds,
                        args.AttemptNumber + 1,
                        args.Outcome.Exception?.Message ?? "");
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
}

using System.Net.Http.Headers;
using Boternity.Skills.Packaging;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Boternity.Skills.Registries.Web;

/// <summary>
/// What the requests of every registry over HTTP have in common: redirects, rate limits, retries, limits of time. Every
/// answer is to be read inside the retries.
/// </summary>
internal abstract class HttpRegistryClient
{
    private const int MaxRedirects = 5;

    private static readonly ProductInfoHeaderValue Agent =
        new("Boternity.Skills", typeof(HttpRegistryClient).Assembly.GetName().Version?.ToString(3) ?? "0");

    private readonly HttpRegistryOptions _options;
    private readonly IHttpClientFactory _clients;
    private readonly string _clientName;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline _pipeline;

    protected HttpRegistryClient(
        HttpRegistryOptions options,
        IHttpClientFactory clients,
        string clientName,
        TimeProvider time,
        ILogger logger)
    {
        _options = options;
        _clients = clients;
        _clientName = clientName;
        _time = time;
        _logger = logger;
        _pipeline = BuildPipeline();
    }

    /// <summary>The server answers no more requests for a while.</summary>
    /// <param name="address">What was asked.</param>
    /// <param name="resetAt">When it answers again; null where it does not say.</param>
    protected abstract SkillRateLimitException RateLimited(Uri address, DateTimeOffset? resetAt);

    /// <summary>The server redirects to where a registry does not go.</summary>
    /// <param name="address">What was asked.</param>
    /// <param name="redirected">What answered so.</param>
    protected abstract SkillRegistryException BadRedirect(Uri address, Uri redirected);

    /// <summary>Whether a redirect may be followed that leads to HTTPS, or stays at what was asked.</summary>
    protected virtual bool MayFollow(Uri next) => true;

    /// <summary>Attempts something as often as the retries allow.</summary>
    /// <param name="address">What is asked.</param>
    /// <param name="attemptAsync">Asks, and reads the answer.</param>
    /// <param name="describe">What failed in the end, from what failed last.</param>
    /// <param name="cancellationToken">Stops it.</param>
    protected async Task<T> RetryAsync<T>(
        Uri address,
        Func<CancellationToken, ValueTask<T>> attemptAsync,
        Func<string, string> describe,
        CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline
                .ExecuteAsync(
                    async token => await AttemptAsync(attemptAsync, token).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (TransientHttpException e)
        {
            throw e.IsRateLimit
                ? RateLimited(address, e.RetryAfter is { } wait ? _time.GetUtcNow() + wait : null)
                : new SkillRegistryException(
                    e.IsInvalidAnswer ? SkillErrorCodes.RegistryAnswerInvalid : SkillErrorCodes.RegistryUnavailable,
                    _options.Name,
                    describe(e.Message),
                    e.InnerException);
        }
    }

    /// <summary>Sends a GET, and again to where it is redirected; or a POST, which is not redirected.</summary>
    /// <param name="address">What is asked.</param>
    /// <param name="accept">What is accepted.</param>
    /// <param name="prepare">Adds to the headers what the address it is sent to may see.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="body">What a POST sends; null for a GET.</param>
    protected async ValueTask<HttpResponseMessage> FollowAsync(
        Uri address,
        string accept,
        Action<HttpRequestMessage> prepare,
        CancellationToken cancellationToken,
        WebRequestBody? body = null)
    {
        Uri current = address;
        for (int hop = 0; ; hop++)
        {
            HttpResponseMessage response = await SendAsync(current, accept, prepare, body, cancellationToken)
                .ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
            {
                return response;
            }

            using (response)
            {
                // The next address is kept out of messages: what archives are redirected to can carry a token.
                Uri? next = response.Headers.Location is { } location ? TryResolve(current, location) : null;
                if (next is null
                    || body is not null
                    || hop == MaxRedirects
                    || (next.Scheme != Uri.UriSchemeHttps && next.Scheme != address.Scheme)
                    || !MayFollow(next))
                {
                    throw BadRedirect(address, current);
                }

                current = next;
            }
        }
    }

    /// <summary>Opens the body of an answer, bounded in bytes and time.</summary>
    protected async ValueTask<DownloadInput> OpenAsync(
        HttpResponseMessage response,
        long maxBytes,
        IProgress<SkillFetchProgress>? progress,
        CancellationToken cancellationToken) =>
        new(
            await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false),
            maxBytes,
            _options.Timeout,
            _options.MaxDownloadTime,
            _time,
            progress is null ? null : new TransferProgress(progress, response.Content.Headers.ContentLength),
            cancellationToken);

    /// <summary>Throws where the answer refuses for a rate limit: to wait for its end where that is near.</summary>
    protected void ThrowIfRateLimited(HttpResponseMessage response, Uri address)
    {
        if (!HttpRateLimit.IsHit(response))
        {
            return;
        }

        DateTimeOffset now = _time.GetUtcNow();
        DateTimeOffset? resetAt = HttpRateLimit.ResetAt(response, now);
        if (resetAt - now > _options.MaxRateLimitWait)
        {
            throw RateLimited(address, resetAt);
        }

        throw new TransientHttpException("the rate limit is used up.")
        {
            IsRateLimit = true,
            RetryAfter = ShortWait(response),
        };
    }

    /// <summary>An answer that may be another the next time.</summary>
    protected TransientHttpException Failed(HttpResponseMessage response) =>
        new($"the answer was {(int)response.StatusCode}.") { RetryAfter = ShortWait(response) };

    protected static bool IsSameHost(Uri one, Uri other) =>
        one.Scheme == other.Scheme
        && one.Port == other.Port
        && string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase);

    private async ValueTask<T> AttemptAsync<T>(
        Func<CancellationToken, ValueTask<T>> attemptAsync, CancellationToken cancellationToken)
    {
        try
        {
            return await attemptAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (e.InnerException is SkillRegistryException refused)
        {
            // Who connects refused the address, which no further attempt changes.
            throw new SkillRegistryException(refused.Code, _options.Name, refused.Message, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException)
        {
            throw new TransientHttpException(e.Message, e);
        }
        catch (SkillPackageException e) when (e.Code == SkillErrorCodes.PackageArchive)
        {
            // What was damaged on its way may arrive whole the next time.
            throw new TransientHttpException(e.Message, e) { IsInvalidAnswer = true };
        }
    }

    private async ValueTask<HttpResponseMessage> SendAsync(
        Uri address,
        string accept,
        Action<HttpRequestMessage> prepare,
        WebRequestBody? body,
        CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, address);
        if (body is not null)
        {
            message.Content = new ByteArrayContent(body.Content);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(body.Type);
        }

        message.Headers.UserAgent.Add(Agent);
        message.Headers.TryAddWithoutValidation("Accept", accept);
        prepare(message);

        using var timeout = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        HttpClient client = _clients.CreateClient(_clientName);
        client.Timeout = Timeout.InfiniteTimeSpan;
        try
        {
            return await client
                .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested
            && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer came for {_options.Timeout.TotalSeconds:0.#} s.", e);
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

    private TimeSpan? ShortWait(HttpResponseMessage response)
    {
        DateTimeOffset now = _time.GetUtcNow();
        TimeSpan? wait = HttpRateLimit.ResetAt(response, now) - now;
        return wait > _options.MaxRateLimitWait ? null : wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private ResiliencePipeline BuildPipeline() => _options.MaxRetries == 0
        ? ResiliencePipeline.Empty
        : new ResiliencePipelineBuilder { TimeProvider = _time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<TransientHttpException>(),
                MaxRetryAttempts = _options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(500),
                MaxDelay = TimeSpan.FromSeconds(8),
                DelayGenerator = static args =>
                    ValueTask.FromResult((args.Outcome.Exception as TransientHttpException)?.RetryAfter),
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

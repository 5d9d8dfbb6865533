using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries.GitHub;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Boternity.Skills.Registries.Web;

/// <summary>
/// Requests of a registry: redirects, rate limits, retries, limits of size and time. Every answer is read inside the
/// retries, and a token goes to the host that it is for alone.
/// </summary>
internal sealed class WebClient
{
    /// <summary>The name of the HTTP client for registries that the host chose.</summary>
    public const string HttpClientName = "Boternity.Skills.Registries";

    /// <summary>The most bytes of an answer in JSON.</summary>
    public const int MaxJsonBytes = 32 * 1024 * 1024;

    private const int MaxRedirects = 5;

    private static readonly ProductInfoHeaderValue Agent =
        new("Boternity.Skills", typeof(WebClient).Assembly.GetName().Version?.ToString(3) ?? "0");

    private readonly HttpRegistryOptions _options;
    private readonly IHttpClientFactory _clients;
    private readonly string _clientName;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline _pipeline;

    public WebClient(
        HttpRegistryOptions options,
        IHttpClientFactory clients,
        TimeProvider time,
        ILogger logger,
        string clientName = HttpClientName)
    {
        _options = options;
        _clients = clients;
        _clientName = clientName;
        _time = time;
        _logger = logger;
        _pipeline = BuildPipeline();
    }

    /// <summary>Gets JSON.</summary>
    /// <exception cref="WebNotFoundException">The server has nothing there.</exception>
    /// <exception cref="SkillRegistryException">The server could not be reached, refused, or answered with what is not
    /// the JSON that it should be.</exception>
    public Task<T> GetJsonAsync<T>(
        Uri address, string? token, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var request = new WebRequest { Address = address, Token = token, MaxBytes = MaxJsonBytes };
        return SendAsync(request, ReadAsync, cancellationToken);

        async ValueTask<T> ReadAsync(Stream body, CancellationToken cancellation)
        {
            try
            {
                return await JsonSerializer.DeserializeAsync(body, type, cancellation).ConfigureAwait(false)
                    ?? throw Invalid($"the answer of {Describe(address)} is null");
            }
            catch (JsonException e)
            {
                throw Invalid(
                    $"the answer of {Describe(address)} is not the JSON it should be ({e.Message.TrimEnd('.')})");
            }
        }
    }

    /// <summary>Sends a GET and reads its answer, as often as the retries allow.</summary>
    /// <exception cref="WebNotFoundException">The server has nothing there.</exception>
    /// <exception cref="SkillRegistryException">The server could not be reached, refused, or answered with what cannot
    /// be understood.</exception>
    public async Task<T> SendAsync<T>(
        WebRequest request,
        Func<Stream, CancellationToken, ValueTask<T>> readAsync,
        CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline
                .ExecuteAsync(
                    async token => await AttemptAsync(request, readAsync, token).ConfigureAwait(false),
                    cancellationToken)
                .ConfigureAwait(false);
        }
        catch (WebTransientException e)
        {
            throw e.IsRateLimit
                ? RateLimited(request.Address, e.RetryAfter is { } wait ? _time.GetUtcNow() + wait : null)
                : new SkillRegistryException(
                    e.IsInvalidAnswer ? SkillErrorCodes.RegistryAnswerInvalid : SkillErrorCodes.RegistryUnavailable,
                    _options.Name,
                    $"{Describe(request.Address)} could not be read ({_options.MaxRetries + 1} attempts): {e.Message}",
                    e.InnerException);
        }
    }

    /// <summary>An answer that cannot be understood.</summary>
    public SkillRegistryException Invalid(string problem) =>
        new(
            SkillErrorCodes.RegistryAnswerInvalid,
            _options.Name,
            $"The registry '{_options.Name}' got an answer that cannot be understood: {problem}.");

    /// <summary>Host and path: what follows may hold what is nobody's business.</summary>
    public static string Describe(Uri address) => PackageErrors.Show($"{address.Authority}{address.AbsolutePath}");

    private async ValueTask<T> AttemptAsync<T>(
        WebRequest request,
        Func<Stream, CancellationToken, ValueTask<T>> readAsync,
        CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage response = await FollowAsync(request, cancellationToken).ConfigureAwait(false);
            ThrowIfRefused(response, request);
            var body = new DownloadInput(
                await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false),
                request.MaxBytes,
                _options.Timeout,
                _options.MaxDownloadTime,
                _time,
                request.Progress is { } progress
                    ? new TransferProgress(progress, response.Content.Headers.ContentLength)
                    : null,
                cancellationToken);
            await using (body.ConfigureAwait(false))
            {
                return await readAsync(body, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (HttpRequestException e) when (e.InnerException is SkillRegistryException refused)
        {
            // Who connects refused the address, which no further attempt changes.
            throw new SkillRegistryException(refused.Code, _options.Name, refused.Message, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException)
        {
            throw new WebTransientException(e.Message, e);
        }
        catch (SkillPackageException e) when (e.Code == SkillErrorCodes.PackageArchive)
        {
            // What was damaged on its way may arrive whole the next time.
            throw new WebTransientException(e.Message, e) { IsInvalidAnswer = true };
        }
    }

    private async ValueTask<HttpResponseMessage> FollowAsync(WebRequest request, CancellationToken cancellationToken)
    {
        Uri address = request.Address;
        for (int hop = 0; ; hop++)
        {
            HttpResponseMessage response = await GetAsync(request, address, cancellationToken).ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
            {
                return response;
            }

            using (response)
            {
                Uri? next = response.Headers.Location is { } location ? TryResolve(address, location) : null;
                if (next is null
                    || hop == MaxRedirects
                    || next.UserInfo.Length > 0
                    || (next.Scheme != Uri.UriSchemeHttps && next.Scheme != request.Address.Scheme))
                {
                    throw Invalid(
                        $"{Describe(request.Address)} redirects to nowhere, too often or away from HTTPS");
                }

                address = next;
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
        WebRequest request, Uri address, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, address);
        message.Headers.UserAgent.Add(Agent);
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        if (request.Token is { } secret && IsSameHost(address, request.Address))
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        }

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

    private static bool IsSameHost(Uri one, Uri other) =>
        one.Scheme == other.Scheme
        && one.Port == other.Port
        && string.Equals(one.IdnHost, other.IdnHost, StringComparison.OrdinalIgnoreCase);

    private void ThrowIfRefused(HttpResponseMessage response, WebRequest request)
    {
        int status = (int)response.StatusCode;
        if (status is >= 200 and < 300)
        {
            return;
        }

        if (GitHubRateLimit.IsHit(response))
        {
            ThrowRateLimit(response, request.Address);
        }

        throw status switch
        {
            404 or 410 or 422 or 451 => new WebNotFoundException(
                $"{Describe(request.Address)} has nothing there, or shows it only with a token that may read it"),
            401 or 403 => new SkillRegistryException(
                SkillErrorCodes.RegistryAccessDenied,
                _options.Name,
                $"{Describe(request.Address)} refused access ({status}): "
                    + $"{(request.Token is null ? "no token is set" : "the token is not valid or lacks the right")}."),
            408 or >= 500 =>
                new WebTransientException($"the answer was {status}.") { RetryAfter = ShortWait(response) },
            _ => Invalid($"the answer of {Describe(request.Address)} was {status}"),
        };
    }

    private void ThrowRateLimit(HttpResponseMessage response, Uri address)
    {
        DateTimeOffset now = _time.GetUtcNow();
        DateTimeOffset? resetAt = GitHubRateLimit.ResetAt(response, now);
        if (resetAt - now > _options.MaxRateLimitWait)
        {
            throw RateLimited(address, resetAt);
        }

        throw new WebTransientException("the rate limit is used up.")
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

    private SkillRateLimitException RateLimited(Uri address, DateTimeOffset? resetAt) => new(
        _options.Name,
        resetAt,
        $"{address.Authority} answers no more requests "
            + $"{(resetAt is { } time ? $"until {time.UtcDateTime:u}" : "for a while")}.");

    private ResiliencePipeline BuildPipeline() => _options.MaxRetries == 0
        ? ResiliencePipeline.Empty
        : new ResiliencePipelineBuilder { TimeProvider = _time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<WebTransientException>(),
                MaxRetryAttempts = _options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(500),
                MaxDelay = TimeSpan.FromSeconds(8),
                DelayGenerator = static args =>
                    ValueTask.FromResult((args.Outcome.Exception as WebTransientException)?.RetryAfter),
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

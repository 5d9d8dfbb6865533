using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Boternity.Skills.Packaging;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Registries.Web;

/// <summary>
/// Requests of a registry to whatever address, each with limits of its own. A token goes to the host that it is for
/// alone.
/// </summary>
internal sealed class WebClient : HttpRegistryClient
{
    /// <summary>The name of the HTTP client for registries that the host chose.</summary>
    public const string HttpClientName = "Boternity.Skills.Registries";

    /// <summary>The most bytes of an answer in JSON.</summary>
    public const int MaxJsonBytes = 32 * 1024 * 1024;

    private const int MaxRefusalBytes = 16 * 1024;

    private readonly HttpRegistryOptions _options;

    public WebClient(
        HttpRegistryOptions options,
        IHttpClientFactory clients,
        TimeProvider time,
        ILogger logger,
        string clientName = HttpClientName)
        : base(options, clients, clientName, time, logger) => _options = options;

    /// <summary>Gets JSON.</summary>
    /// <exception cref="WebNotFoundException">The server has nothing there.</exception>
    /// <exception cref="SkillRegistryException">The server could not be reached, refused, or answered with what is not
    /// the JSON that it should be.</exception>
    public Task<T> GetJsonAsync<T>(
        Uri address,
        string? token,
        JsonTypeInfo<T> type,
        CancellationToken cancellationToken,
        Func<int, string, Exception?>? refused = null)
        where T : class
    {
        var request = new WebRequest
        {
            Address = address,
            Token = token,
            Refused = refused,
            MaxBytes = MaxJsonBytes,
        };
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

    /// <summary>Sends a request and reads its answer, as often as the retries allow.</summary>
    /// <exception cref="WebNotFoundException">The server has nothing there.</exception>
    /// <exception cref="SkillRegistryException">The server could not be reached, refused, or answered with what cannot
    /// be understood.</exception>
    public Task<T> SendAsync<T>(
        WebRequest request,
        Func<Stream, CancellationToken, ValueTask<T>> readAsync,
        CancellationToken cancellationToken) =>
        SendAsync(request, (_, body, token) => readAsync(body, token), cancellationToken);

    /// <summary>
    /// The same with the answer's headers. Its status is 304, and its body empty, where the request has what is there.
    /// </summary>
    public Task<T> SendAsync<T>(
        WebRequest request,
        Func<HttpResponseMessage, Stream, CancellationToken, ValueTask<T>> readAsync,
        CancellationToken cancellationToken) => RetryAsync(
            request.Address,
            token => AttemptAsync(request, readAsync, token),
            reason => $"{Describe(request.Address)} could not be read ({_options.MaxRetries + 1} attempts): {reason}",
            cancellationToken);

    /// <summary>An answer that cannot be understood.</summary>
    public SkillRegistryException Invalid(string problem) =>
        new(
            SkillErrorCodes.RegistryAnswerInvalid,
            _options.Name,
            $"The registry '{_options.Name}' got an answer that cannot be understood: {problem}.");

    /// <summary>Host and path: what follows may hold what is nobody's business.</summary>
    public static string Describe(Uri address) => PackageErrors.Show($"{address.Authority}{address.AbsolutePath}");

    protected override SkillRateLimitException RateLimited(Uri address, DateTimeOffset? resetAt) => new(
        _options.Name,
        resetAt,
        $"{address.Authority} answers no more requests "
            + $"{(resetAt is { } time ? $"until {time.UtcDateTime:u}" : "for a while")}.");

    protected override SkillRegistryException BadRedirect(Uri address, Uri redirected) =>
        Invalid($"{Describe(address)} redirects to nowhere, too often or away from HTTPS");

    protected override bool MayFollow(Uri next) => next.UserInfo.Length == 0;

    private async ValueTask<T> AttemptAsync<T>(
        WebRequest request,
        Func<HttpResponseMessage, Stream, CancellationToken, ValueTask<T>> readAsync,
        CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await FollowAsync(
            request.Address,
            request.Accept,
            message => Prepare(message, request),
            cancellationToken,
            request.Body).ConfigureAwait(false);
        await ThrowIfRefusedAsync(response, request, cancellationToken).ConfigureAwait(false);
        DownloadInput body = await OpenAsync(response, request.MaxBytes, request.Progress, cancellationToken)
            .ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            return await readAsync(response, body, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void Prepare(HttpRequestMessage message, WebRequest request)
    {
        if (request.Header is { } header)
        {
            message.Headers.Add(header.Name, header.Value);
        }

        if (!IsSameHost(message.RequestUri!, request.Address))
        {
            return;
        }

        if (request.Token is { } secret)
        {
            message.Headers.Authorization = request.User is { } user
                ? new AuthenticationHeaderValue(
                    "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{secret}")))
                : new AuthenticationHeaderValue("Bearer", secret);
        }

        if (request.ETag is { } tag)
        {
            message.Headers.TryAddWithoutValidation("If-None-Match", tag);
        }
        else
        {
            message.Headers.IfModifiedSince = request.LastModified;
        }
    }

    private async ValueTask ThrowIfRefusedAsync(
        HttpResponseMessage response, WebRequest request, CancellationToken cancellationToken)
    {
        int status = (int)response.StatusCode;
        if (status is >= 200 and < 300
            || (status == 304 && (request.ETag is not null || request.LastModified is not null)))
        {
            return;
        }

        ThrowIfRateLimited(response, request.Address);
        if (request.Refused is { } refused && status is >= 400 and < 500 and not 408)
        {
            string text = await ReadTextAsync(response, cancellationToken).ConfigureAwait(false);
            if (refused(status, text) is { } meaning)
            {
                throw meaning;
            }
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
            408 or >= 500 => Failed(response),
            _ => Invalid($"the answer of {Describe(request.Address)} was {status}"),
        };
    }

    private async ValueTask<string> ReadTextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        DownloadInput body = await OpenAsync(response, long.MaxValue, null, cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            byte[] bytes = new byte[MaxRefusalBytes];
            int length = await body
                .ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
            return Encoding.UTF8.GetString(bytes, 0, length);
        }
    }
}

using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries.Archives;
using Boternity.Skills.Registries.Web;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Registries.Oci;

/// <summary>
/// Requests to OCI registries (OCI distribution specification 1.1, "Pull" and "Content discovery"). What has a digest
/// is verified, and kept on disk.
/// </summary>
internal sealed class OciClient : HttpRegistryClient
{
    // "Pushing manifests": registries should take manifests of at least this size, and few take more.
    private const int MaxDocumentBytes = 4 * 1024 * 1024;
    private const int MaxTokenBytes = 256 * 1024;
    private const int MaxTagPages = 50;
    private const int TagsOfAPage = 1_000;

    private readonly OciRegistryOptions _options;
    private readonly OciTokens _tokens;
    private readonly ArchiveCache _archives;

    public OciClient(
        OciRegistryOptions options,
        IHttpClientFactory clients,
        string clientName,
        ArchiveCache archives,
        TimeProvider time,
        ILogger logger)
        : base(options, clients, clientName, time, logger)
    {
        _options = options;
        _archives = archives;
        _tokens = new OciTokens(options, time);
    }

    /// <summary>The document that a tag names now, with its digest in hexadecimal.</summary>
    /// <exception cref="WebNotFoundException">There is no such repository or tag.</exception>
    public async Task<(OciDocument Document, string Digest)> GetTaggedAsync(
        OciRepository repository, string tag, CancellationToken cancellationToken)
    {
        byte[] content = await SendAsync(
            repository,
            repository.At($"manifests/{tag}"),
            OciLayers.Accept,
            (response, token) => ReadAllAsync(response, MaxDocumentBytes, token),
            cancellationToken).ConfigureAwait(false);
        string digest = Convert.ToHexStringLower(SHA256.HashData(content));
        OciDocument document = Parse(content, OciJson.Default.OciDocument, repository.Root);

        // So that what is pinned to the digest needs no request any more.
        using var kept = new MemoryStream(content, writable: false);
        await _archives
            .KeepAsync(KeyOf(repository, digest), kept, static (_, _) => new ValueTask<bool>(true), cancellationToken)
            .ConfigureAwait(false);
        return (document, digest);
    }

    /// <summary>The document of a digest.</summary>
    /// <exception cref="WebNotFoundException">There is no such repository or document.</exception>
    public async Task<OciDocument> GetPinnedAsync(
        OciRepository repository, string digest, CancellationToken cancellationToken)
    {
        byte[] content = await ReadVerifiedAsync(
            repository,
            repository.At($"manifests/{OciAddress.DigestPrefix}{digest}"),
            OciLayers.Accept,
            digest,
            MaxDocumentBytes,
            ReadAllAsync,
            null,
            cancellationToken).ConfigureAwait(false);
        return Parse(content, OciJson.Default.OciDocument, repository.Root);
    }

    /// <summary>Reads a blob: from the disk, or while it is downloaded and kept.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="digest">Its SHA-256 in hexadecimal.</param>
    /// <param name="size">How many bytes it has; 0 where that is not said.</param>
    /// <param name="readAsync">Reads it; is called again when the download has to be repeated.</param>
    /// <param name="progress">Is told of its bytes; null for nobody.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="WebNotFoundException">There is no such blob.</exception>
    public Task<T> ReadBlobAsync<T>(
        OciRepository repository,
        string digest,
        long size,
        Func<Stream, CancellationToken, ValueTask<T>> readAsync,
        IProgress<SkillFetchProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (size > _options.MaxDownloadBytes)
        {
            PackageErrors.ThrowArchiveLimit("compressed bytes", _options.MaxDownloadBytes);
        }

        return ReadVerifiedAsync(
            repository,
            repository.At($"blobs/{OciAddress.DigestPrefix}{digest}"),
            "*/*",
            digest,
            size > 0 ? size : _options.MaxDownloadBytes,
            readAsync,
            progress,
            cancellationToken);
    }

    /// <summary>The tags of a repository, in the server's order.</summary>
    /// <exception cref="WebNotFoundException">There is no such repository.</exception>
    public async Task<IReadOnlyList<string>> GetTagsAsync(
        OciRepository repository, CancellationToken cancellationToken)
    {
        List<string> tags = [];
        Uri? next = repository.At($"tags/list?n={TagsOfAPage}");
        for (int page = 0; next is not null; page++)
        {
            Uri current = next;
            (byte[] content, next) = await SendAsync(
                repository,
                current,
                "application/json",
                async (response, token) => (
                    await ReadAllAsync(response, MaxDocumentBytes, token).ConfigureAwait(false),
                    NextPage(current, response.Headers)),
                cancellationToken).ConfigureAwait(false);
            OciTags answer = Parse(content, OciJson.Default.OciTags, repository.Root);
            tags.AddRange(answer.Tags.OfType<string>().Where(OciAddress.IsTag));
            if (next is not null && (page == MaxTagPages || !IsSameHost(next, current)))
            {
                throw Invalid($"the tags of {repository.Root} go on for more than {MaxTagPages} pages or elsewhere");
            }
        }

        return tags;
    }

    /// <summary>Whether the host of a repository answers as a registry does ("Determining support").</summary>
    public async Task<bool> IsRegistryAsync(OciRepository repository, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(
                repository,
                repository.Api,
                "application/json",
                static (_, _) => new ValueTask<bool>(true),
                cancellationToken).ConfigureAwait(false);
        }
        catch (WebNotFoundException)
        {
            return false;
        }
    }

    /// <summary>An answer that cannot be understood.</summary>
    public SkillRegistryException Invalid(string problem) => new(
        SkillErrorCodes.RegistryAnswerInvalid,
        _options.Name,
        $"The registry '{_options.Name}' got an answer that cannot be understood: {problem}.");

    protected override SkillRateLimitException RateLimited(Uri address, DateTimeOffset? resetAt) => new(
        _options.Name,
        resetAt,
        $"{address.Authority} answers no more requests "
            + $"{(resetAt is { } time ? $"until {time.UtcDateTime:u}" : "for a while")}; with credentials there may be "
            + "more of them.");

    protected override SkillRegistryException BadRedirect(Uri address, Uri redirected) =>
        Invalid($"{WebClient.Describe(address)} redirects to nowhere, too often or away from HTTPS");

    protected override bool MayFollow(Uri next) => next.UserInfo.Length == 0;

    private Task<T> ReadVerifiedAsync<T>(
        OciRepository repository,
        Uri address,
        string accept,
        string digest,
        long maxBytes,
        Func<Stream, CancellationToken, ValueTask<T>> readAsync,
        IProgress<SkillFetchProgress>? progress,
        CancellationToken cancellationToken)
    {
        return _archives.ReadAsync(
            KeyOf(repository, digest),
            (body, token) => VerifiedInput.ReadAsync(
                body,
                digest,
                readAsync,
                actual => new SkillRegistryException(
                    SkillErrorCodes.RegistryDigestMismatch,
                    _options.Name,
                    $"{WebClient.Describe(address)} has the digest {actual}, and not {digest}: its content was "
                        + "changed."),
                token),
            keepAsync => SendAsync(
                repository,
                address,
                accept,
                async (response, token) =>
                {
                    DownloadInput body = await OpenAsync(response, maxBytes, progress, token).ConfigureAwait(false);
                    await using (body.ConfigureAwait(false))
                    {
                        return await keepAsync(body, token).ConfigureAwait(false);
                    }
                },
                cancellationToken),
            cancellationToken);
    }

    private Task<T> SendAsync<T>(
        OciRepository repository,
        Uri address,
        string accept,
        Func<HttpResponseMessage, CancellationToken, ValueTask<T>> readAsync,
        CancellationToken cancellationToken)
    {
        return RetryAsync(
            address,
            AttemptAsync,
            reason => Failure(address, reason),
            cancellationToken);

        async ValueTask<T> AttemptAsync(CancellationToken token)
        {
            AuthenticationHeaderValue? authorization = _tokens.Find(repository);
            for (bool isFirst = true; ; isFirst = false)
            {
                using HttpResponseMessage response = await FollowAsync(
                    address,
                    accept,
                    message => message.Headers.Authorization =
                        IsSameHost(message.RequestUri!, repository.Api) ? authorization : null,
                    token).ConfigureAwait(false);
                if (isFirst
                    && (int)response.StatusCode == 401
                    && IsSameHost(response.RequestMessage!.RequestUri!, repository.Api)
                    && await AuthorizeAsync(repository, response, token).ConfigureAwait(false) is { } wanted)
                {
                    authorization = wanted;
                    continue;
                }

                ThrowIfRefused(response, address, _tokens.CredentialOf(repository) is not null);
                return await readAsync(response, token).ConfigureAwait(false);
            }
        }
    }

    // Inside of one attempt, so that what fails for a passing reason is tried again with it.
    private async ValueTask<AuthenticationHeaderValue?> AuthorizeAsync(
        OciRepository repository, HttpResponseMessage refused, CancellationToken cancellationToken)
    {
        OciCredential? credential = _tokens.CredentialOf(repository);
        if (OciChallenge.Find(refused.Headers) is not { } challenge)
        {
            return null;
        }

        if (challenge.Realm is not { } realm)
        {
            return credential is null ? null : _tokens.KeepCredential(repository, credential);
        }

        if (!HttpRegistryOptionsRules.IsSafe(realm) || realm.UserInfo.Length > 0)
        {
            throw Invalid($"{repository.Host} names a server of tokens that is not reached by HTTPS");
        }

        // Never more than to pull, whatever the challenge asks for.
        string service = challenge.Service is { } named ? $"&service={Uri.EscapeDataString(named)}" : "";
        string scope = $"scope={Uri.EscapeDataString($"repository:{repository.Path}:pull")}";
        var address = new Uri($"{realm.GetLeftPart(UriPartial.Path)}{Join(realm.Query)}{scope}{service}");
        bool isTold = credential is not null && _tokens.MayHaveCredential(repository, realm);
        using HttpResponseMessage response = await FollowAsync(
            address,
            "application/json",
            message => message.Headers.Authorization =
                isTold && IsSameHost(message.RequestUri!, address) ? OciTokens.HeaderOf(credential!) : null,
            cancellationToken).ConfigureAwait(false);
        ThrowIfRefused(response, address, isTold, credential is not null && !isTold ? repository.Host : null);
        OciTokenAnswer answer = Parse(
            await ReadAllAsync(response, MaxTokenBytes, cancellationToken).ConfigureAwait(false),
            OciTokenJson.Default.OciTokenAnswer,
            realm.Authority);
        string? token = answer.Token ?? answer.AccessToken;
        return token is not null && HttpRegistryOptionsRules.IsToken(token)
            ? _tokens.KeepToken(repository, token, answer.ExpiresIn)
            : throw Invalid($"{WebClient.Describe(address)} gave no token");
    }

    private static string Join(string query) => query.Length > 1 ? $"{query}&" : "?";

    private void ThrowIfRefused(
        HttpResponseMessage response, Uri address, bool hasCredential, string? withheldFor = null)
    {
        int status = (int)response.StatusCode;
        if (status is >= 200 and < 300)
        {
            return;
        }

        ThrowIfRateLimited(response, address);
        throw status switch
        {
            404 or 410 or 451 => new WebNotFoundException($"{WebClient.Describe(address)} has nothing there"),
            401 or 403 => new SkillRegistryException(
                SkillErrorCodes.RegistryAccessDenied,
                _options.Name,
                $"{WebClient.Describe(address)} refused access ({status}): "
                    + (withheldFor is not null
                        ? $"the credentials are for {withheldFor}, and go to this server of tokens only where "
                            + $"{nameof(OciCredential)}.{nameof(OciCredential.TokenHost)} names it."
                        : hasCredential ? "the credentials are not valid or lack the right."
                        : "there is no such repository, or it is not shown without credentials; none are set.")),
            408 or >= 500 => Failed(response),
            _ => Invalid($"the answer of {WebClient.Describe(address)} was {status}"),
        };
    }

    private string Failure(Uri address, string reason) =>
        $"{WebClient.Describe(address)} could not be read ({_options.MaxRetries + 1} attempts): {reason}";

    // RFC 8288: <address>; rel="next".
    private static Uri? NextPage(Uri current, HttpResponseHeaders headers)
    {
        string? link = headers.TryGetValues("Link", out IEnumerable<string>? values)
            ? values.FirstOrDefault(value => value.Contains("next", StringComparison.OrdinalIgnoreCase))
            : null;
        int begin = link?.IndexOf('<', StringComparison.Ordinal) ?? -1;
        int end = begin < 0 ? -1 : link!.IndexOf('>', begin);
        return end > begin && Uri.TryCreate(current, link![(begin + 1)..end], out Uri? next) ? next : null;
    }

    private async ValueTask<byte[]> ReadAllAsync(
        HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        DownloadInput body = await OpenAsync(response, maxBytes, null, cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            return await ReadAllAsync(body, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask<byte[]> ReadAllAsync(Stream body, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await body.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
        return content.ToArray();
    }

    private T Parse<T>(byte[] content, JsonTypeInfo<T> type, string place)
    {
        try
        {
            return JsonSerializer.Deserialize(content, type) ?? throw Invalid($"what {place} answers is null");
        }
        catch (JsonException e)
        {
            throw Invalid($"what {place} answers is not the JSON it should be ({e.Message.TrimEnd('.')})");
        }
    }

    // Who has other credentials, or none any more, does not read what these could.
    private string KeyOf(OciRepository repository, string digest)
    {
        OciCredential? credential = _tokens.CredentialOf(repository);
        return $"{repository.Root}|{digest}|{credential?.UserName}:{credential?.Password}";
    }
}

using System.Collections.Frozen;
using System.Net;
using System.Net.Http.Headers;
using Boternity.Skills.Text;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Capabilities.Http;

/// <summary>One request on the wire: the skill's own, or what a redirect made of it (RFC 9110, section 15.4).</summary>
internal sealed record HttpHop
{
    private const string UserAgent = "User-Agent";

    /// <summary>Headers that belong to the connection, which is the host's.</summary>
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Connection",
        "Expect",
        "Host",
        "HTTP2-Settings",
        "Keep-Alive",
        "Proxy-Authenticate",
        "Proxy-Authorization",
        "Proxy-Connection",
        "TE", "Trailer", "Transfer-Encoding", "Upgrade");

    /// <summary>All that follows a redirect to another origin. Any other header might be a credential.</summary>
    private static readonly FrozenSet<string> Harmless = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "Accept", "Accept-Language", "Content-Language", "Content-Type", UserAgent);

    public required string Method { get; init; }

    public required Uri Uri { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    public required ReadOnlyMemory<byte>? Body { get; init; }

    public static HttpHop First(GuestHttpRequest request, SkillHostOptions options, Uri uri)
    {
        if (request.Method is "CONNECT" or "TRACE"
            || request.Method.Length is 0 or > 32
            || !request.Method.All(IsMethodCharacter))
        {
            throw new GuestHttpException(GuestHttpError.MethodInvalid, "the method is not one that can be sent");
        }

        if (request.Body?.Length > options.MaxHttpRequestBytes)
        {
            throw new GuestHttpException(
                GuestHttpError.RequestTooLarge,
                $"the request's body is larger than {options.MaxHttpRequestBytes} bytes");
        }

        return new HttpHop
        {
            Method = request.Method,
            Uri = uri,
            Headers = Check(request.Headers, options),
            Body = request.Body,
        };
    }

    public static bool IsRedirect(HttpResponseMessage message) =>
        message.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        && message.Headers.NonValidated.Contains("Location");

    public HttpHop Redirected(HttpResponseMessage message)
    {
        Uri uri = (message.Headers.Location is { } location ? HttpUrl.TryResolve(Uri, location) : null)
            ?? throw new GuestHttpException(
                GuestHttpError.RedirectInvalid, "the answer redirects to what is not an http or https URL");
        bool becomesGet = message.StatusCode == HttpStatusCode.SeeOther
            ? Method != "HEAD"
            : message.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found && Method == "POST";
        bool isSameOrigin = HttpUrl.ScopeOf(Uri) == HttpUrl.ScopeOf(uri);
        return this with
        {
            Uri = uri,
            Method = becomesGet ? "GET" : Method,
            Body = becomesGet ? null : Body,
            Headers = [.. Headers.Where(header =>
                (isSameOrigin || Harmless.Contains(header.Key))
                && !(becomesGet && header.Key.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)))],
        };
    }

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), Uri)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = Body is { } body ? new ReadOnlyMemoryContent(body) : null,
        };
        foreach ((string name, string value) in Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (!message.Headers.NonValidated.Contains(UserAgent))
        {
            message.Headers.UserAgent.Add(new ProductInfoHeaderValue("Boternity.Skills", null));
        }

        return message;
    }

    private static List<KeyValuePair<string, string>> Check(
        IReadOnlyList<KeyValuePair<string, string>> headers, SkillHostOptions options)
    {
        long size = 0;
        List<KeyValuePair<string, string>> kept = [];
        foreach ((string name, string value) in headers)
        {
            size += name.Length + value.Length + 4;
            if (name.Length == 0
                || !name.All(IsTokenCharacter)
                || Reserved.Contains(name)
                || value.Any(c => c is < ' ' and not '\t' or > '~')
                || size > options.MaxHttpHeaderKibibytes * 1024L)
            {
                throw new GuestHttpException(
                    GuestHttpError.HeaderInvalid,
                    $"header '{DisplayText.OneLine(name[..Math.Min(64, name.Length)])}' cannot be sent");
            }

            // The length is that of the body, which is known.
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                kept.Add(new(name, value));
            }
        }

        return kept;
    }

    private static bool IsMethodCharacter(char c) => char.IsAsciiLetterUpper(c) || c is '-' or '_';

    private static bool IsTokenCharacter(char c) =>
        char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal);
}

using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Boternity.Skills.Tests.Registries.Web;
using Microsoft.AspNetCore.Http;

namespace Boternity.Skills.Tests.Registries.Oci;

/// <summary>
/// A registry as the OCI distribution specification 1.1 describes it, as far as pulling goes: manifests by tag and
/// digest, blobs, tags page by page, and the challenges of the token authentication.
/// </summary>
internal sealed class OciServer : FaultyServer<SkillServerRequest>
{
    public const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    public const string IndexType = "application/vnd.oci.image.index.v1+json";

    private readonly ConcurrentDictionary<string, byte[]> _content = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Repository, string Tag), string> _tags = new();

    private OciServer()
    {
    }

    public Uri Address => Addresses[0];

    /// <summary>The same server under another port, which is another origin.</summary>
    public Uri Elsewhere => Addresses[1];

    /// <summary>What the Authorization header must be; null for nothing.</summary>
    public string? Wanted { get; set; }

    /// <summary>What is answered to whoever does not send it.</summary>
    public string Challenge { get; set; } = "";

    /// <summary>The answer of /token.</summary>
    public string TokenAnswer { get; set; } = """{"token":"T1","expires_in":300}""";

    /// <summary>Whether blobs are redirected to the other origin.</summary>
    public bool RedirectsBlobs { get; set; }

    /// <summary>Whether there is an OCI registry at all.</summary>
    public bool IsRegistry { get; set; } = true;

    public static async Task<OciServer> StartAsync()
    {
        var server = new OciServer();
        await server.ListenAsync();
        return server;
    }

    public string Root(string repository) => $"oci://{Address.Authority}/{repository}";

    /// <summary>Wants a token of the server at an origin.</summary>
    public void WantToken(Uri? at = null)
    {
        Wanted = "Bearer T1";
        Challenge = $"Bearer realm=\"{new Uri(at ?? Address, "/token")}\",service=\"test, \\\"quoted\\\"\",scope=\"*\"";
    }

    /// <summary>Puts a blob or a document, and says its descriptor.</summary>
    public JsonObject Put(byte[] content, string type, params (string Key, string Value)[] annotations)
    {
        string digest = DigestOf(content);
        _content[digest] = content;
        _types[digest] = type;
        var descriptor = new JsonObject
        {
            ["mediaType"] = type,
            ["digest"] = digest,
            ["size"] = content.Length,
        };
        if (annotations.Length > 0)
        {
            descriptor["annotations"] = new JsonObject(
                annotations.Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        }

        return descriptor;
    }

    /// <summary>Puts a manifest of layers under a tag, and says its descriptor.</summary>
    public JsonObject PutManifest(string repository, string? tag, params JsonObject[] layers) =>
        PutDocument(repository, tag, ManifestType, new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = ManifestType,
            ["config"] = Put("{}"u8.ToArray(), "application/vnd.oci.empty.v1+json"),
            ["layers"] = new JsonArray([.. layers]),
        });

    public JsonObject PutDocument(string repository, string? tag, string type, JsonObject document)
    {
        JsonObject descriptor = Put(Encoding.UTF8.GetBytes(document.ToJsonString()), type);
        if (tag is not null)
        {
            _tags[(repository, tag)] = (string)descriptor["digest"]!;
        }

        return descriptor;
    }

    /// <summary>Answers a digest with another content.</summary>
    public void Tamper(JsonObject descriptor, byte[] content) => _content[(string)descriptor["digest"]!] = content;

    public static string DigestOf(byte[] content) =>
        $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";

    protected override SkillServerRequest Read(HttpContext context) => new(
        $"{context.Request.Path}{context.Request.QueryString}",
        context.Connection.LocalPort,
        context.Request.Headers.Authorization.ToString());

    protected override string TextOf(SkillServerRequest request) => request.Target;

    protected override async Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!;
        if (path == "/token")
        {
            await WriteAsync(context, Encoding.UTF8.GetBytes(TokenAnswer), "application/json");
        }
        else if (path.StartsWith("/blob/", StringComparison.Ordinal))
        {
            await WriteAsync(context, path["/blob/".Length..]);
        }
        else if (!IsRegistry || !path.StartsWith("/v2/", StringComparison.Ordinal))
        {
            context.Response.StatusCode = 404;
        }
        else if (Wanted is not null && context.Request.Headers.Authorization != Wanted)
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = Challenge;
        }
        else
        {
            await AnswerAsync(context, path["/v2/".Length..]);
        }
    }

    private async Task AnswerAsync(HttpContext context, string path)
    {
        string[] parts = path.Split('/');
        string repository = parts.Length > 2 ? string.Join('/', parts[..^2]) : "";
        string last = parts[^1];
        switch (parts.Length > 2 ? parts[^2] : "")
        {
            case "manifests":
                await WriteAsync(
                    context,
                    last.Contains(':', StringComparison.Ordinal) ? last : _tags.GetValueOrDefault((repository, last)));
                break;
            case "blobs" when RedirectsBlobs:
                context.Response.Redirect(new Uri(Elsewhere, $"/blob/{last}?X-Amz-Signature=s").AbsoluteUri);
                break;
            case "blobs":
                await WriteAsync(context, last);
                break;
            case "tags":
                await WriteTagsAsync(context, repository);
                break;
            default:
                context.Response.StatusCode = path.Length == 0 ? 200 : 404;
                break;
        }
    }

    // Two tags a page, whatever was asked for.
    private async Task WriteTagsAsync(HttpContext context, string repository)
    {
        string[] tags =
        [
            .. _tags.Keys
                .Where(key => key.Repository == repository)
                .Select(key => key.Tag)
                .Order(StringComparer.Ordinal),
        ];
        if (tags.Length == 0)
        {
            context.Response.StatusCode = 404;
            return;
        }

        string after = context.Request.Query["last"].ToString();
        string[] rest = [.. tags.Where(tag => string.CompareOrdinal(tag, after) > 0)];
        if (rest.Length > 2)
        {
            context.Response.Headers.Link = $"</v2/{repository}/tags/list?n=2&last={rest[1]}>; rel=\"next\"";
        }

        string json = JsonSerializer.Serialize(new { name = repository, tags = rest.Take(2) });
        await WriteAsync(context, Encoding.UTF8.GetBytes(json), "application/json");
    }

    private async Task WriteAsync(HttpContext context, string? digest)
    {
        if (digest is null || !_content.TryGetValue(digest, out byte[]? content))
        {
            context.Response.StatusCode = 404;
            return;
        }

        context.Response.Headers["Docker-Content-Digest"] = digest;
        await WriteAsync(context, content, _types[digest]);
    }

    private static async Task WriteAsync(HttpContext context, byte[] content, string type)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content);
    }
}

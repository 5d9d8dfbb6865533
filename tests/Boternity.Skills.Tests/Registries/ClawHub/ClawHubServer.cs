using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Boternity.Skills.Tests.Registries.Web;
using Microsoft.AspNetCore.Http;

namespace Boternity.Skills.Tests.Registries.ClawHub;

/// <summary>ClawHub as its documentation of the API, version 1, describes it, as far as the registry asks it.</summary>
internal sealed class ClawHubServer : FaultyServer<SkillServerRequest>
{
    private readonly ConcurrentDictionary<(string Owner, string Slug), Skill> _skills = new();

    private ClawHubServer()
    {
    }

    public Uri Address => Addresses[0];

    public Uri Elsewhere => Addresses[1];

    public static async Task<ClawHubServer> StartAsync()
    {
        var server = new ClawHubServer();
        await server.ListenAsync();
        return server;
    }

    public Skill Put(string owner, string slug, params string[] versions)
    {
        Skill skill = _skills.GetOrAdd((owner, slug), _ => new Skill(owner, slug));
        foreach (string version in versions)
        {
            skill.Publish(version, ("SKILL.md", Manifest(slug, $"Version {version}.")), ("run.py", "print(1)"));
        }

        return skill;
    }

    public static string Manifest(string name, string body) =>
        $"---\nname: {name}\ndescription: Does {name}.\n---\n{body}\n";

    protected override SkillServerRequest Read(HttpContext context) => new(
        $"{context.Request.Path}{context.Request.QueryString}",
        context.Connection.LocalPort,
        context.Request.Headers.Authorization.ToString());

    protected override string TextOf(SkillServerRequest request) => request.Target;

    protected override Task WriteFaultAsync(HttpResponse response) => response.WriteAsync("Held back for a reason.");

    protected override async Task AnswerAsync(HttpContext context)
    {
        string[] parts = context.Request.Path.Value!.Trim('/').Split('/');
        switch (parts)
        {
            case ["api", "v1", "search"]:
                await SearchAsync(context);
                break;
            case ["api", "v1", "skills"]:
                await ListAsync(context);
                break;
            case ["api", "v1", "download"]:
                await WithSkillAsync(context, context.Request.Query["slug"].ToString(), DownloadAsync);
                break;
            case ["api", "v1", "skills", var slug]:
                await WithSkillAsync(context, slug, static (http, skill) => WriteAsync(http, skill.Describe()));
                break;
            case ["api", "v1", "skills", var slug, "versions"]:
                await WithSkillAsync(context, slug, static (http, skill) => WriteAsync(http, skill.ListVersions()));
                break;
            case ["api", "v1", "skills", var slug, "versions", var version]:
                await WithSkillAsync(
                    context,
                    slug,
                    (http, skill) => skill.Versions.TryGetValue(version, out Version? found)
                        ? WriteAsync(http, found.Describe())
                        : WriteAsync(http, 404, "Version not found"));
                break;
            default:
                await WriteAsync(context, 404, "Not found");
                break;
        }
    }

    private Task SearchAsync(HttpContext context)
    {
        string query = context.Request.Query["q"].ToString();
        bool isClean = context.Request.Query["nonSuspiciousOnly"] == "true";
        IEnumerable<JsonNode> results = _skills.Values
            .Where(skill => skill.Slug.Contains(query, StringComparison.OrdinalIgnoreCase))
            .Where(skill => !isClean || skill.Moderation is null)
            .OrderBy(static skill => skill.Slug, StringComparer.Ordinal)
            .Select(static skill => new JsonObject
            {
                ["score"] = 0.5,
                ["slug"] = skill.Slug,
                ["displayName"] = skill.Slug.ToUpperInvariant(),
                ["summary"] = $"Does {skill.Slug}.",
                ["version"] = skill.Latest,
                ["ownerHandle"] = skill.Owner,
            });
        return WriteAsync(context, new JsonObject { ["results"] = new JsonArray([.. results]) });
    }

    // Two a page.
    private Task ListAsync(HttpContext context)
    {
        Skill[] all = [.. _skills.Values.OrderBy(static skill => skill.Slug, StringComparer.Ordinal)];
        int at = context.Request.Query["cursor"].ToString() is { Length: > 0 } cursor ? int.Parse(cursor) : 0;
        return WriteAsync(context, new JsonObject
        {
            ["items"] = new JsonArray(
            [
                .. all.Skip(at).Take(2).Select(static skill => new JsonObject
                {
                    ["slug"] = skill.Slug,
                    ["summary"] = $"Does {skill.Slug}.",
                    ["latestVersion"] = new JsonObject { ["version"] = skill.Latest },
                }),
            ]),
            ["nextCursor"] = at + 2 < all.Length ? $"{at + 2}" : null,
        });
    }

    private Task WithSkillAsync(HttpContext context, string slug, Func<HttpContext, Skill, Task> answer)
    {
        string owner = context.Request.Query["ownerHandle"].ToString();
        Skill[] found =
        [
            .. _skills.Values.Where(skill => skill.Slug == slug && (owner.Length == 0 || skill.Owner == owner)),
        ];
        if (found.Length == 0)
        {
            return WriteAsync(context, 404, "Skill not found");
        }

        if (found.Length == 1)
        {
            return answer(context, found[0]);
        }

        context.Response.StatusCode = 409;
        return WriteAsync(context, new JsonObject
        {
            ["code"] = "AMBIGUOUS_SKILL_SLUG",
            ["slug"] = slug,
            ["matches"] = new JsonArray(
            [
                .. found.Select(static skill => new JsonObject
                {
                    ["slug"] = skill.Slug,
                    ["ownerHandle"] = skill.Owner,
                    ["ref"] = $"@{skill.Owner}/{skill.Slug}",
                }),
            ]),
        });
    }

    private static Task DownloadAsync(HttpContext context, Skill skill)
    {
        string version = context.Request.Query["version"].ToString();
        if (version.Length == 0 && skill.Handoff is not null)
        {
            return WriteAsync(context, skill.Handoff);
        }

        if (!skill.Versions.TryGetValue(version, out Version? found))
        {
            return WriteAsync(context, 404, "Version not found");
        }

        context.Response.ContentType = "application/zip";
        return context.Response.Body.WriteAsync(found.Zip).AsTask();
    }

    private static Task WriteAsync(HttpContext context, JsonNode json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json.ToJsonString());
    }

    private static Task WriteAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text);
    }

    internal sealed class Skill(string owner, string slug)
    {
        public string Owner { get; } = owner;

        public string Slug { get; } = slug;

        public string? Latest { get; private set; }

        public Dictionary<string, Version> Versions { get; } = [];

        /// <summary>What the moderation says; null for a skill that was never flagged.</summary>
        public JsonObject? Moderation { get; set; }

        /// <summary>The place on GitHub of a skill without versions.</summary>
        public JsonObject? Handoff { get; set; }

        public void Publish(string version, params (string Path, string Content)[] files)
        {
            Versions[version] = new Version(version, files);
            Latest = version;
        }

        public JsonObject Describe() => new()
        {
            ["skill"] = new JsonObject { ["slug"] = Slug, ["displayName"] = Slug, ["summary"] = $"Does {Slug}." },
            ["latestVersion"] = Latest is null ? null : new JsonObject { ["version"] = Latest, ["createdAt"] = 0 },
            ["owner"] = new JsonObject { ["handle"] = Owner },
            ["moderation"] = Moderation?.DeepClone(),
        };

        public JsonObject ListVersions() => new()
        {
            ["items"] = new JsonArray(
                [.. Versions.Keys.Select(static version => new JsonObject { ["version"] = version })]),
            ["nextCursor"] = null,
        };
    }

    internal sealed class Version(string version, (string Path, string Content)[] files)
    {
        public string? Security { get; set; } = "clean";

        public byte[] Zip { get; set; } = Pack([.. files, ("_meta.json", "{\"slug\":\"x\"}")]);

        public JsonObject Describe() => new()
        {
            ["version"] = new JsonObject
            {
                ["version"] = version,
                ["files"] = new JsonArray(
                [
                    .. files.Select(static file => new JsonObject
                    {
                        ["path"] = file.Path,
                        ["size"] = file.Content.Length,
                        ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Content))),
                    }),
                ]),
                ["security"] = Security is null ? null : new JsonObject { ["status"] = Security },
            },
        };

        public static byte[] Pack((string Path, string Content)[] files)
        {
            var bytes = new MemoryStream();
            using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            {
                foreach ((string path, string content) in files)
                {
                    using Stream entry = zip.CreateEntry(path).Open();
                    entry.Write(Encoding.UTF8.GetBytes(content));
                }
            }

            return bytes.ToArray();
        }
    }
}

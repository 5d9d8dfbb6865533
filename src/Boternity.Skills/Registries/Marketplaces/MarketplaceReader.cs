using System.Text.Json;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries.GitHub;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Registries.Marketplaces;

/// <summary>
/// Reads <c>marketplace.json</c> and <c>plugin.json</c> ("Create and distribute a plugin marketplace" and "Plugins
/// reference" in Claude Code's documentation), of which plugins' places and skills are taken. A plugin that cannot be
/// read is left out.
/// </summary>
internal static class MarketplaceReader
{
    public const string MarketplaceFile = ".claude-plugin/marketplace.json";
    public const string PluginFile = ".claude-plugin/plugin.json";

    /// <summary>The most bytes of a marketplace, the most plugins in it, and the most skills that one lists.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;
    private const int MaxPlugins = 10_000;
    private const int MaxListed = 1_000;

    private const int MaxNameLength = 128;

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 64 };

    /// <summary>Reads a marketplace.</summary>
    /// <param name="json">The file.</param>
    /// <param name="place">What the file is called in messages.</param>
    /// <param name="hasFolders">Whether there are folders beside the file, in which plugins can be.</param>
    /// <param name="registry">The registry's name.</param>
    /// <param name="logger">Is told of plugins that are left out.</param>
    /// <exception cref="SkillRegistryException">It is no marketplace.</exception>
    public static Marketplace Read(byte[] json, string place, bool hasFolders, string registry, ILogger logger)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Reading);
            JsonElement root = document.RootElement;
            if (Member(root, "plugins") is not { ValueKind: JsonValueKind.Array } plugins)
            {
                throw Invalid(place, registry, "it has no list 'plugins'");
            }

            if (plugins.GetArrayLength() > MaxPlugins)
            {
                throw Invalid(
                    place, registry, $"it lists {plugins.GetArrayLength()} plugins; {MaxPlugins} are allowed");
            }

            string pluginRoot = Text(Member(root, "metadata"), "pluginRoot") ?? "";
            var found = new Dictionary<string, MarketplacePlugin>(StringComparer.OrdinalIgnoreCase);
            var leftOut = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (JsonElement element in plugins.EnumerateArray())
            {
                string name = Text(element, "name") ?? "";
                string? problem = !IsName(name) ? "its name is none"
                    : found.ContainsKey(name) ? "another plugin has its name"
                    : null;
                MarketplacePlugin? plugin = null;
                problem ??= ReadPlugin(element, name, pluginRoot, hasFolders, out plugin);
                if (plugin is null)
                {
                    RegistryLog.PluginLeftOut(logger, PackageErrors.Show(name), registry, problem ?? "");
                    leftOut.TryAdd(name, problem ?? "");
                    continue;
                }

                found.Add(name, plugin);
            }

            return new Marketplace([.. found.Values], leftOut);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter: a text with half of a surrogate pair.
            throw Invalid(place, registry, $"it is not the JSON it should be ({e.Message.TrimEnd('.')})");
        }
    }

    /// <summary>
    /// The folders of skills that a plugin's own description lists; empty where it lists none, or cannot be read.
    /// </summary>
    public static IReadOnlyList<string> ReadSkills(byte[] json, string pluginPath)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Reading);
            return ReadSkills(document.RootElement, pluginPath, out IReadOnlyList<string> skills) is null ? skills : [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private static string? ReadPlugin(
        JsonElement element, string name, string pluginRoot, bool hasFolders, out MarketplacePlugin? plugin)
    {
        plugin = null;
        MarketplacePlace? place = null;
        string? path;
        JsonElement source = Member(element, "source");
        if (source.ValueKind == JsonValueKind.String)
        {
            if (!hasFolders)
            {
                return "it is a folder beside a marketplace that is a file by itself";
            }

            path = Join(pluginRoot, source.GetString()!);
        }
        else
        {
            place = ReadPlace(source);
            path = place?.Path;
            if (place is null)
            {
                return Text(source, "source") == "npm"
                    ? $"it is the npm package '{PackageErrors.Show(Text(source, "package") ?? "")}', and packages of "
                        + "npm are not read"
                    : $"its source '{PackageErrors.Show(Text(source, "source") ?? "")}' is none that is read";
            }
        }

        if (path is null || (path.Length > 0 && SkillPath.FindProblem(path) is not null))
        {
            return "its folder is not one inside";
        }

        if (ReadSkills(element, path, out IReadOnlyList<string> skills) is { } problem)
        {
            return problem;
        }

        plugin = new MarketplacePlugin
        {
            Name = name,
            Description = Text(element, "description") ?? "",
            Keywords =
            [
                .. Texts(Member(element, "keywords")),
                .. Texts(Member(element, "tags")),
                .. Texts(Member(element, "category")),
            ],
            Place = place,
            Path = path,
            IsStrict = Member(element, "strict").ValueKind != JsonValueKind.False,
            Skills = skills,
        };
        return null;
    }

    private static MarketplacePlace? ReadPlace(JsonElement source)
    {
        string? revision = Text(source, "sha") ?? Text(source, "ref");
        string? repository = Text(source, "source") switch
        {
            "github" => Text(source, "repo"),
            "url" or "git" or "git-subdir" => Text(source, "url"),
            _ => null,
        };
        MarketplacePlace? place = repository is null ? null : MarketplacePlace.ReadRepository(repository);
        string? path = place is null ? null : Join(place.Path, Text(source, "path") ?? "");
        return place is null || path is null || (revision is not null && !GitRevision.IsValid(revision))
            ? null
            : place with { Path = path, Ref = revision ?? place.Ref };
    }

    // A text, or a list of them, each a folder of a skill or of skills.
    private static string? ReadSkills(JsonElement element, string pluginPath, out IReadOnlyList<string> skills)
    {
        skills = [];
        List<string> paths = [];
        foreach (string text in Texts(Member(element, "skills")))
        {
            string? path = Join(pluginPath, text);
            if (path is null || (path.Length > 0 && SkillPath.FindProblem(path) is not null))
            {
                return $"the folder '{PackageErrors.Show(text)}' of its skills is not one inside";
            }

            paths.Add(path);
            if (paths.Count > MaxListed)
            {
                return $"it lists more than {MaxListed} folders of skills";
            }
        }

        skills = paths;
        return null;
    }

    // The path without "./" and slashes at either end; null where it leads out.
    private static string? Join(string above, string below)
    {
        List<string> parts = [];
        foreach (string part in $"{above}/{below}".Split('/'))
        {
            if (part is "..")
            {
                return null;
            }

            if (part is not ("" or "."))
            {
                parts.Add(part);
            }
        }

        return below.StartsWith('/') ? null : string.Join('/', parts);
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameLength
        && !name.Any(static c => c is '/' or '\\' or '#' or '@' or ':' || char.IsControl(c) || char.IsWhiteSpace(c));

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray()
            .Where(static item => item.ValueKind == JsonValueKind.String)
            .Select(static item => item.GetString()!),
        _ => [],
    };

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value)
            ? value
            : default;

    private static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static SkillRegistryException Invalid(string place, string registry, string problem) => new(
        SkillErrorCodes.RegistryAnswerInvalid,
        registry,
        $"The marketplace {PackageErrors.Show(place)} cannot be understood: {problem}.");
}

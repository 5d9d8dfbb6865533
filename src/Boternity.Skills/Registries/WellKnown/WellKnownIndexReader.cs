using System.Text.Json;
using Boternity.Skills.Manifests;
using Boternity.Skills.Packaging;
using Boternity.Skills.Registries.Web;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Registries.WellKnown;

/// <summary>
/// Reads the index of a site ("Agent Skills Discovery via Well-Known URIs", version 0.2.0, "Discovery Index"; without
/// <c>$schema</c>, version 0.1.0). What one entry has wrong leaves that one out.
/// </summary>
internal static class WellKnownIndexReader
{
    /// <summary>The most bytes of an index, and the most skills in it.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;
    private const int MaxSkills = 20_000;

    private const string Schema = "https://schemas.agentskills.io/discovery/0.2.0/schema.json";
    private const string DigestPrefix = "sha256:";
    private const int DigestLength = 64;
    private const int MaxDepth = 32;

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = MaxDepth };

    /// <summary>Reads an index.</summary>
    /// <param name="json">The index.</param>
    /// <param name="address">Where it came from, which relative addresses begin with.</param>
    /// <param name="origin">The source of every skill, with an empty path and no commit.</param>
    /// <param name="logger">Is told of skills that are left out.</param>
    /// <exception cref="SkillRegistryException">It is not an index, or of a version that is not known.</exception>
    public static WellKnownIndex Read(byte[] json, Uri address, SkillSource origin, ILogger logger)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Reading);
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } root
                || !root.TryGetProperty("skills", out JsonElement skills)
                || skills.ValueKind != JsonValueKind.Array)
            {
                throw Invalid(address, origin, "it has no list 'skills'");
            }

            bool hasSchema = root.TryGetProperty("$schema", out JsonElement schema);
            if (hasSchema && (schema.ValueKind != JsonValueKind.String || schema.GetString() != Schema))
            {
                throw Invalid(
                    address,
                    origin,
                    $"its $schema is '{PackageErrors.Show(schema.ToString())}', which this version does not know");
            }

            if (skills.GetArrayLength() > MaxSkills)
            {
                throw Invalid(
                    address, origin, $"it lists {skills.GetArrayLength()} skills; {MaxSkills} are allowed");
            }

            return Read(skills, hasSchema, address, origin, logger);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter: a text with half of a surrogate pair.
            throw Invalid(address, origin, $"it is not the JSON it should be ({e.Message.TrimEnd('.')})");
        }
    }

    private static WellKnownIndex Read(
        JsonElement skills, bool hasSchema, Uri address, SkillSource origin, ILogger logger)
    {
        List<DiscoveredSkill> found = [];
        var entries = new Dictionary<string, WellKnownEntry>(StringComparer.Ordinal);
        foreach (JsonElement element in skills.EnumerateArray())
        {
            string name = Text(element, "name") ?? "";
            string description = Text(element, "description") ?? "";
            WellKnownEntry? entry = null;
            string? problem = FindProblem(name, description, entries)
                ?? (hasSchema
                    ? ReadArtifact(element, address, out entry)
                    : ReadFiles(element, name, address, out entry));
            if (problem is not null)
            {
                RegistryLog.SkillLeftOut(
                    logger, PackageErrors.Show($"'{name}' of {WebClient.Describe(address)}"), problem);
                continue;
            }

            entries.Add(name, entry!);
            found.Add(new DiscoveredSkill
            {
                Source = origin with { Path = name, Commit = entry!.Digest },
                Manifest = new SkillManifest { Name = name, Description = description },
            });
        }

        return new WellKnownIndex(found, entries);
    }

    private static string? FindProblem(
        string name, string description, Dictionary<string, WellKnownEntry> entries) =>
        !IsName(name) ? "its name is not one of the Agent Skills specification"
        : entries.ContainsKey(name) ? "the index has another skill of that name before it"
        : description.Length is 0 or > SkillManifestLimits.MaxDescriptionLength
            ? $"its description has {description.Length} characters; 1 to "
                + $"{SkillManifestLimits.MaxDescriptionLength} are allowed"
            : null;

    private static string? ReadArtifact(JsonElement element, Uri address, out WellKnownEntry? entry)
    {
        entry = null;
        string type = Text(element, "type") ?? "";
        if (type is not ("skill-md" or "archive"))
        {
            return $"its type '{PackageErrors.Show(type)}' is not known";
        }

        string digest = Text(element, "digest") ?? "";
        if (!digest.StartsWith(DigestPrefix, StringComparison.Ordinal) || !IsDigest(digest[DigestPrefix.Length..]))
        {
            return $"its digest is not '{DigestPrefix}' and {DigestLength} lower-case hexadecimal digits";
        }

        if (Text(element, "url") is not { Length: > 0 } url
            || !Uri.TryCreate(address, url, out Uri? at)
            || !HttpRegistryOptionsRules.IsSafe(at)
            || (at.Scheme != Uri.UriSchemeHttps && at.Scheme != address.Scheme)
            || at.UserInfo.Length > 0)
        {
            return "its url is none, or leads away from HTTPS";
        }

        entry = new WellKnownEntry { Address = at, Digest = digest[DigestPrefix.Length..] };
        return null;
    }

    private static string? ReadFiles(JsonElement element, string name, Uri address, out WellKnownEntry? entry)
    {
        entry = null;
        if (!element.TryGetProperty("files", out JsonElement files)
            || files.ValueKind != JsonValueKind.Array
            || files.GetArrayLength() == 0)
        {
            return "it has no list 'files'";
        }

        List<string> paths = [];
        foreach (JsonElement file in files.EnumerateArray())
        {
            string path = file.ValueKind == JsonValueKind.String ? file.GetString()! : "";
            if (SkillPath.FindProblem(path) is { } problem)
            {
                return $"the path '{PackageErrors.Show(path)}' is refused: {problem}";
            }

            paths.Add(path);
        }

        if (!paths.Contains(SkillPackage.ManifestFileName, StringComparer.Ordinal))
        {
            return $"its files have no {SkillPackage.ManifestFileName}";
        }

        entry = new WellKnownEntry { Address = new Uri(address, $"{name}/"), Files = paths };
        return null;
    }

    /// <summary>Whether a text is a SHA-256 as indexes and sources have it.</summary>
    public static bool IsDigest(string text) => text.Length == DigestLength && text.All(char.IsAsciiHexDigitLower);

    private static bool IsName(string name) =>
        name.Length is > 0 and <= SkillManifestLimits.MaxNameLength
        && name[0] != '-'
        && name[^1] != '-'
        && !name.Contains("--", StringComparison.Ordinal)
        && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static string? Text(JsonElement element, string property) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(property, out JsonElement value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static SkillRegistryException Invalid(Uri address, SkillSource origin, string problem) => new(
        SkillErrorCodes.RegistryAnswerInvalid,
        origin.Registry,
        $"The index {WebClient.Describe(address)} cannot be understood: {problem}.");
}

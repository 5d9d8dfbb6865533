using System.Text.Json;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Locking;

/// <summary>
/// Reads the lock files of <c>npx skills</c>: version 1 of a project's <c>skills-lock.json</c>, and version 3 of a
/// user's <c>.skill-lock.json</c>. Both have a map of skills by name; members that are not needed are passed over.
/// </summary>
internal static class ForeignLock
{
    private const int NewestVersion = 3;
    private const int MaxSkills = 10_000;

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 16 };

    /// <exception cref="SkillLockException">It is none of these files, or a newer one.</exception>
    public static IReadOnlyList<ForeignLockEntry> Parse(string json, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Reading);
            JsonElement root = document.RootElement;
            if (Member(root, "version") is not { ValueKind: JsonValueKind.Number } version
                || !version.TryGetInt32(out int number)
                || Member(root, "skills") is not { ValueKind: JsonValueKind.Object } skills)
            {
                throw Invalid(path, "it has no 'version', or no map 'skills'");
            }

            if (number > NewestVersion)
            {
                throw new SkillLockException(
                    SkillErrorCodes.LockNewer,
                    path,
                    $"The lock file '{path}' has the version {number}; this library reads up to {NewestVersion}.");
            }

            ForeignLockEntry[] entries = [.. skills.EnumerateObject().Take(MaxSkills + 1).Select(Read)];
            return entries.Length <= MaxSkills
                ? entries
                : throw Invalid(path, $"it has more than {MaxSkills} skills, the limit");
        }
        catch (JsonException e)
        {
            string conflict = json.Contains("<<<<<<< ", StringComparison.Ordinal)
                ? "; it has the marks of a merge, which must be resolved first"
                : "";
            throw Invalid(path, $"line {e.LineNumber + 1} is not JSON{conflict}", e);
        }
        catch (InvalidOperationException e)
        {
            // Half of a surrogate pair shows only when a text is read.
            throw Invalid(path, "a text in it is not Unicode", e);
        }
    }

    private static ForeignLockEntry Read(JsonProperty property)
    {
        JsonElement entry = property.Value;
        string? folder = Text(entry, "skillPath")?.Replace('\\', '/');
        if (folder is not null
            && (folder == SkillPackage.ManifestFileName
                || folder.EndsWith($"/{SkillPackage.ManifestFileName}", StringComparison.OrdinalIgnoreCase)))
        {
            folder = folder[..^SkillPackage.ManifestFileName.Length];
        }

        return new ForeignLockEntry
        {
            Name = property.Name,
            Source = Text(entry, "source") ?? "",
            SourceType = Text(entry, "sourceType") ?? "",
            SourceUrl = Text(entry, "sourceUrl"),
            Ref = Text(entry, "ref"),
            Folder = folder?.Trim('/'),
            Hash = Text(entry, "computedHash") ?? Text(entry, "skillFolderHash"),
        };
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value)
            ? value
            : default;

    private static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static SkillLockException Invalid(string path, string problem, Exception? inner = null) => new(
        SkillErrorCodes.LockInvalid,
        path,
        $"'{path}' is no lock file of npx skills: {PackageErrors.Show(problem)}.",
        innerException: inner);
}

using System.Buffers;
using System.Text.Json;
using Boternity.Skills.Collections;
using Boternity.Skills.Packaging;

namespace Boternity.Skills.Locking;

/// <summary>
/// The content of a <c>skills.lock.json</c>: sorted by id, a member a line, without times, so that the same skills
/// always give the same text and a person can merge two of them.
/// </summary>
public sealed record SkillLock
{
    /// <summary>The name that the file has by convention.</summary>
    public const string FileName = "skills.lock.json";

    /// <summary>The version of the format that this library writes.</summary>
    public const int CurrentFormat = 1;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>Gets the skills, sorted by id (ordinal), each once.</summary>
    public IReadOnlyList<SkillLockEntry> Skills { get; init => field = ValueList.Of(value); } = [];

    /// <summary>
    /// Gets the packages that the host lets scripts import, sorted by runtime and name (ordinal).
    /// </summary>
    /// <value>None.</value>
    public IReadOnlyList<SkillLockPackage> Packages { get; init => field = ValueList.Of(value); } = [];

    /// <summary>The entry of an id, or null.</summary>
    public SkillLockEntry? Find(string skillId) =>
        Skills.FirstOrDefault(entry => string.Equals(entry.SkillId, skillId, StringComparison.Ordinal));

    /// <summary>The same with one entry put in place of that id's.</summary>
    public SkillLock With(SkillLockEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return this with
        {
            Skills =
            [
                .. Skills.Where(other => other.SkillId != entry.SkillId)
                    .Append(entry)
                    .OrderBy(e => e.SkillId, StringComparer.Ordinal),
            ],
        };
    }

    /// <summary>The text of the file, ended by a line end.</summary>
    public string ToJson()
    {
        var file = new SkillLockDocument
        {
            FormatVersion = CurrentFormat,
            Skills = [.. Skills.OrderBy(entry => entry.SkillId, StringComparer.Ordinal)],
            Packages = Packages.Count == 0 ? null : Sort(Packages),
        };
        return JsonSerializer.Serialize(file, SkillLockJsonContext.Default.SkillLockDocument) + "\n";
    }

    /// <summary>
    /// Reads the text of a lock file. What it does not know it refuses: an unknown member might have been meant to
    /// lock something.
    /// </summary>
    /// <param name="json">The text.</param>
    /// <param name="path">Where it is from, for messages.</param>
    /// <exception cref="SkillLockException">It is damaged (<see cref="SkillErrorCodes.LockInvalid"/>) or from a later
    /// version of this library (<see cref="SkillErrorCodes.LockNewer"/>).</exception>
    public static SkillLock Parse(string json, string path)
    {
        ArgumentNullException.ThrowIfNull(json);
        SkillLockDocument? file;
        try
        {
            using (JsonDocument document = JsonDocument.Parse(json))
            {
                ThrowIfNewer(document.RootElement, path);
            }

            file = JsonSerializer.Deserialize(json, SkillLockJsonContext.Default.SkillLockDocument);
        }
        catch (JsonException exception)
        {
            throw new SkillLockException(
                SkillErrorCodes.LockInvalid,
                path,
                $"The lock file '{path}' is damaged at line {exception.LineNumber + 1}: "
                    + $"{PackageErrors.Show(ProblemOf(exception))}.",
                innerException: exception);
        }
        catch (InvalidOperationException exception)
        {
            // Half of a surrogate pair in a name shows only when names are compared.
            throw new SkillLockException(
                SkillErrorCodes.LockInvalid,
                path,
                $"The lock file '{path}' is damaged: a name in it is not Unicode text.",
                innerException: exception);
        }

        if (FindProblem(file) is { } problem)
        {
            throw new SkillLockException(
                SkillErrorCodes.LockInvalid, path, $"The lock file '{path}' is damaged: {problem}.");
        }

        return new SkillLock
        {
            Skills = [.. file!.Skills.OrderBy(entry => entry.SkillId, StringComparer.Ordinal)],
            Packages = Sort(file.Packages ?? []),
        };
    }

    // Without the places that are said already: " Path: $.skills | LineNumber: 2 | BytePositionInLine: 4."
    private static string ProblemOf(JsonException exception)
    {
        int places = exception.Message.LastIndexOf(" Path: ", StringComparison.Ordinal);
        places = places < 0 ? exception.Message.LastIndexOf(" LineNumber: ", StringComparison.Ordinal) : places;
        return (places < 0 ? exception.Message : exception.Message[..places]).TrimEnd('.');
    }

    private static SkillLockPackage[] Sort(IEnumerable<SkillLockPackage> packages) =>
    [
        .. packages
            .OrderBy(static package => package.Runtime, StringComparer.Ordinal)
            .ThenBy(static package => package.Name, StringComparer.Ordinal),
    ];

    private static void ThrowIfNewer(JsonElement root, string path)
    {
        if (root.ValueKind == JsonValueKind.Object
            && root.TryGetProperty("formatVersion", out JsonElement version)
            && version.ValueKind == JsonValueKind.Number
            && version.TryGetInt64(out long number)
            && number > CurrentFormat)
        {
            throw new SkillLockException(
                SkillErrorCodes.LockNewer,
                path,
                $"The lock file '{path}' has format {number}, which a later version of this library wrote; this one "
                    + $"knows {CurrentFormat}.");
        }
    }

    private static string? FindProblem(SkillLockDocument? file)
    {
        if (file is null || file.FormatVersion != CurrentFormat)
        {
            return $"its format is {file?.FormatVersion ?? 0}";
        }

        var directories = new HashSet<string>(StringComparer.Ordinal);
        foreach (SkillLockEntry? entry in file.Skills)
        {
            if (entry is null)
            {
                return "an entry is null";
            }

            if (entry.SkillId.Contains('/', StringComparison.Ordinal)
                || SkillPath.FindSegmentProblem(entry.SkillId) is not null)
            {
                return $"'{PackageErrors.Show(entry.SkillId)}' is not a plain directory name";
            }

            if (!directories.Add(PathKey.Of(entry.SkillId)))
            {
                return $"'{PackageErrors.Show(entry.SkillId)}' is in it twice";
            }

            if (!IsDigest(entry.ContentDigest) || (entry.GrantsDigest is { } grants && !IsDigest(grants)))
            {
                return $"a digest of '{PackageErrors.Show(entry.SkillId)}' is not one";
            }

            if (entry.Needs?.Any(static id => id is null) == true)
            {
                return $"a skill that '{PackageErrors.Show(entry.SkillId)}' needs is null";
            }
        }

        return FindProblem(file.Packages ?? []);
    }

    private static string? FindProblem(IEnumerable<SkillLockPackage?> packages)
    {
        HashSet<(string Runtime, string Name)> names = [];
        foreach (SkillLockPackage? package in packages)
        {
            if (package is null)
            {
                return "a package is null";
            }

            if (!names.Add((package.Runtime, package.Name)))
            {
                return $"the package '{PackageErrors.Show(package.Name)}' is in it twice";
            }

            if (!IsDigest(package.Sha256))
            {
                return $"the digest of the package '{PackageErrors.Show(package.Name)}' is not one";
            }
        }

        return null;
    }

    private static bool IsDigest(string text) => text.Length == 64 && !text.AsSpan().ContainsAnyExcept(HexDigits);
}

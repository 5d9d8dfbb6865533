using System.Diagnostics.CodeAnalysis;
using Boternity.Skills.Collections;

namespace Boternity.Skills;

/// <summary>
/// What a person types to mean a skill: <c>name</c>, <c>registry/name</c>, <c>registry:name</c>, <c>owner/repo</c>,
/// <c>owner/repo/path</c> or <c>owner/repo@name</c>, each with an optional <c>#ref</c> (branch, tag or commit); or the
/// address of a repository, a folder or a SKILL.md on https://github.com.
/// </summary>
public sealed record SkillReference
{
    /// <summary>The most characters in a reference.</summary>
    public const int MaxLength = 1_024;

    private SkillReference(
        string text, string? registry, IReadOnlyList<string> segments, string? name, string? gitRef)
    {
        Text = text;
        Registry = registry;
        Segments = ValueList.Of(segments);
        Name = name;
        Ref = gitRef;
    }

    /// <summary>Gets the reference as it was typed, without white space around it.</summary>
    public string Text { get; }

    /// <summary>Gets the registry before a colon, as messages print it; null where there is none.</summary>
    public string? Registry { get; }

    /// <summary>Gets the parts between slashes, before <c>@</c> and <c>#</c>.</summary>
    public IReadOnlyList<string> Segments { get; }

    /// <summary>Gets the part after <c>@</c>; null where there is none.</summary>
    public string? Name { get; }

    /// <summary>Gets the part after <c>#</c>; null where there is none.</summary>
    public string? Ref { get; }

    /// <summary>Reads a reference.</summary>
    /// <exception cref="SkillRegistryException">It is not one
    /// (<see cref="SkillErrorCodes.ReferenceInvalid"/>).</exception>
    public static SkillReference Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(text, out SkillReference? reference) is { } problem
            ? throw new SkillRegistryException(
                SkillErrorCodes.ReferenceInvalid, null, $"'{Shorten(text)}' is not a skill reference: {problem}")
            : reference!;
    }

    /// <summary>Reads a reference; false when it is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out SkillReference? reference)
    {
        reference = null;
        return text is not null && Read(text, out reference) is null;
    }

    /// <summary>
    /// Tells the parts apart: a first part that names one of the registries means that registry; else two parts are
    /// a repository.
    /// </summary>
    /// <param name="registryNames">The names of the registries, compared without regard to case.</param>
    public SkillQuery ToQuery(IEnumerable<string> registryNames)
    {
        ArgumentNullException.ThrowIfNull(registryNames);
        if (Registry is not null && Segments.Count == 0)
        {
            return new SkillQuery { Registry = Registry, Ref = Ref };
        }

        bool isNamed = Registry is not null;
        string? registry = isNamed ? Registry : Segments.Count > 1
            ? registryNames.FirstOrDefault(name => string.Equals(name, Segments[0], StringComparison.OrdinalIgnoreCase))
            : null;
        string[] rest = [.. Segments.Skip(registry is null || isNamed ? 0 : 1)];
        var query = new SkillQuery { Registry = registry, Ref = Ref, Name = Name };
        return rest.Length == 1
            ? query with { Name = rest[0] }
            : query with
            {
                Repository = $"{rest[0]}/{rest[1]}",
                Path = rest.Length > 2 ? string.Join('/', rest[2..]) : null,
            };
    }

    /// <summary>The reference as it was typed.</summary>
    public override string ToString() => Text;

    private static string? Read(string text, out SkillReference? reference)
    {
        reference = null;
        text = text.Trim();
        if (text.Length is 0 or > MaxLength)
        {
            return $"it has {text.Length} characters; 1 to {MaxLength} are allowed.";
        }

        if (text.Any(char.IsControl))
        {
            return "it contains a control character.";
        }

        string rest = text;
        if (FindAddressProblem(ref rest) is { } problem)
        {
            return problem;
        }

        if (!TrySplit(ref rest, '#', out string? gitRef) || !TrySplit(ref rest, '@', out string? name))
        {
            return "nothing follows '#' or '@'.";
        }

        string? registry = SplitRegistry(ref rest);
        string[] segments = registry is not null && rest.Length == 0 ? [] : rest.Split('/');
        if (segments.Any(segment => segment is "" or "." or ".." || segment.Contains('\\', StringComparison.Ordinal)))
        {
            return "a part is empty, '.', '..' or contains a backslash.";
        }

        if (name is not null && segments.Length < 2)
        {
            return $"'@' follows owner/repo. A version is a branch, a tag or a commit: '{segments[0]}#{name}'.";
        }

        reference = new SkillReference(text, registry, segments, name, gitRef);
        return null;
    }

    // A registry's name holds neither a slash nor white space; a skill's name may hold a colon after either.
    private static string? SplitRegistry(ref string text)
    {
        int colon = text.IndexOfAny([':', '/', ' ']);
        if (colon <= 0 || text[colon] != ':' || text.AsSpan(colon + 1).StartsWith(" "))
        {
            return null;
        }

        string registry = text[..colon];
        text = text[(colon + 1)..];
        return registry;
    }

    /// <summary>
    /// Turns the address of a page on GitHub into a reference: of a repository, or of a folder or a SKILL.md at
    /// a branch.
    /// </summary>
    private static string? FindAddressProblem(ref string text)
    {
        if (!text.Contains("://", StringComparison.Ordinal))
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri)
            || uri.Scheme != Uri.UriSchemeHttps
            || uri.Host is not ("github.com" or "www.github.com"))
        {
            return "of addresses, those of https://github.com are references.";
        }

        string[] parts =
        [
            .. Uri.UnescapeDataString(uri.AbsolutePath).Split('/', StringSplitOptions.RemoveEmptyEntries),
        ];
        if (parts.Length < 2)
        {
            return "the address names no repository.";
        }

        string repository = parts[1].EndsWith(".git", StringComparison.OrdinalIgnoreCase) ? parts[1][..^4] : parts[1];
        string[] folder = parts.Length > 4 ? parts[4..] : [];
        if (parts is [_, _, "blob", _, ..] && folder is [.., SkillPackage.ManifestFileName])
        {
            folder = folder[..^1];
        }

        string revision = parts is [_, _, "tree" or "blob", var name, ..] ? $"#{name}" : "";
        if (parts.Length > 2 && revision.Length == 0)
        {
            return "the address is neither a repository nor a folder of one (/tree/…).";
        }

        text = string.Join('/', [parts[0], repository, .. folder]) + revision;
        return null;
    }

    private static bool TrySplit(ref string text, char separator, out string? after)
    {
        int at = text.IndexOf(separator, StringComparison.Ordinal);
        after = at < 0 ? null : text[(at + 1)..];
        text = at < 0 ? text : text[..at];
        return after is not "";
    }

    private static string Shorten(string text) => text.Length <= 80 ? text : $"{text[..80]}…";
}

using System.Diagnostics.CodeAnalysis;

namespace Boternity.Skills.Dependencies;

/// <summary>
/// A skill that another names in <c>metadata.dependencies</c>, <c>metadata.parents</c> or
/// <c>metadata.conflicts-with</c>: a reference (<c>notes</c>, <c>registry/notes</c>, <c>owner/repo@notes</c>) and,
/// after a space, the versions that will do (<c>notes ^1.2</c>, <c>notes &gt;=1 &lt;3</c>).
/// </summary>
public sealed record SkillDependency
{
    private readonly VersionRange? _range;

    private SkillDependency(string text, SkillReference reference, VersionRange? range, string? rangeText)
    {
        Text = text;
        Reference = reference;
        Range = rangeText;
        _range = range;
        Name = reference.Name ?? reference.Segments[^1];
    }

    /// <summary>Gets the dependency as it was written.</summary>
    public string Text { get; }

    /// <summary>Gets the skill that is meant.</summary>
    public SkillReference Reference { get; }

    /// <summary>Gets the last part of the reference: the skill's name, or its folder's.</summary>
    public string Name { get; }

    /// <summary>Gets the versions that will do, in the spelling of npm and Cargo; null for any.</summary>
    public string? Range { get; }

    /// <summary>Reads a dependency.</summary>
    /// <exception cref="SkillDependencyException">It is none
    /// (<see cref="SkillErrorCodes.DependencyInvalid"/>).</exception>
    public static SkillDependency Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(text, out SkillDependency? dependency) is { } problem
            ? throw new SkillDependencyException(
                SkillErrorCodes.DependencyInvalid, [], $"'{Words.Shown(text)}' is not a dependency: {problem}")
            : dependency!;
    }

    /// <summary>Reads a dependency; false when it is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out SkillDependency? dependency)
    {
        dependency = null;
        return text is not null && Read(text, out dependency) is null;
    }

    /// <summary>
    /// Whether a version will do. Where a range is asked for, what has no version, or none that can be read, will not.
    /// </summary>
    public bool Accepts(string? version) =>
        _range is null || (SemanticVersion.TryParse(version) is { } read && _range.Accepts(read));

    /// <summary>Whether both are written the same.</summary>
    public bool Equals(SkillDependency? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    /// <summary>The dependency as it was written.</summary>
    public override string ToString() => Text;

    /// <summary>Whether a skill is the one that is named, in whatever version.</summary>
    /// <param name="source">Where the skill is from.</param>
    /// <param name="names">The names that it goes by.</param>
    internal bool Names(SkillSource source, IReadOnlyList<string> names)
    {
        IReadOnlyList<string> segments = Reference.Segments;
        if (Reference.Registry is { } registry && !Same(registry, source.Registry))
        {
            return false;
        }

        if (segments.Count == 1)
        {
            return names.Any(name => Same(name, Name));
        }

        // The first part is a registry, or the first two are a repository.
        string? inner = segments.Count > 2 ? string.Join('/', segments.Skip(2)) : null;
        bool isInRepository = source.Repository is not null
            && Same($"{segments[0]}/{segments[1]}", source.Repository)
            && (inner is null || source.Path == inner)
            && (Reference.Name is null || names.Any(name => Same(name, Reference.Name)))
            && (inner is not null || names.Any(name => Same(name, Name)));
        return isInRepository
            || (segments.Count == 2
                && Reference.Name is null
                && Same(segments[0], source.Registry)
                && names.Any(name => Same(name, Name)));
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static string? Read(string text, out SkillDependency? dependency)
    {
        dependency = null;
        text = text.Trim();
        (string name, string? rangeText) = Split(text);
        VersionRange? range = null;
        if (rangeText is not null && !VersionRange.TryParse(rangeText, out range))
        {
            return $"'{Words.Shown(rangeText)}' is not a range of versions.";
        }

        if (!SkillReference.TryParse(name, out SkillReference? reference) || reference.Segments.Count == 0)
        {
            return "it is not a skill's name or reference.";
        }

        // Whoever writes a skill must not make this machine read an address or a path.
        if (reference.Address is not null)
        {
            return "an address or a path cannot be one; name the skill, or a repository on GitHub.";
        }

        dependency = new SkillDependency(text, reference, range, rangeText);
        return null;
    }

    /// <summary>Where a range begins: a name may have spaces, a range begins with an operator or a number.</summary>
    private static (string Name, string? Range) Split(string text)
    {
        for (int space = text.IndexOf(' ', StringComparison.Ordinal); space > 0;)
        {
            string rest = text[space..].Trim();
            if (rest.Length > 0
                && (rest[0] is '^' or '~' or '<' or '>' or '=' or '*' || VersionRange.TryParse(rest, out _)))
            {
                return (text[..space].Trim(), rest);
            }

            space = text.IndexOf(' ', space + 1);
        }

        // name@^1.2, as npm writes it; owner/repo@name is a skill of a repository.
        int at = text.LastIndexOf('@');
        return at > 0
            && !text.Contains('/', StringComparison.Ordinal)
            && VersionRange.TryParse(text[(at + 1)..], out _)
                ? (text[..at], text[(at + 1)..])
                : (text, null);
    }
}

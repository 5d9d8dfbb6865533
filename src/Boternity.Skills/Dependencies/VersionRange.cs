using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Boternity.Skills.Dependencies;

/// <summary>
/// Which versions are accepted, as npm and Cargo write it: comparisons (<c>&gt;=1.2 &lt;2</c>), <c>^1.2</c>,
/// <c>~1.2</c>, <c>1.x</c>, <c>*</c>, and alternatives between <c>||</c>. A plain <c>1.2</c> is <c>1.2.x</c>, a plain
/// <c>1.2.3</c> that version alone.
/// </summary>
internal sealed class VersionRange
{
    private const int MaxLength = 256;
    private const int MaxComparators = 32;

    private static readonly Regex Part = new(
        @"\s*(?<operator>\^|~|>=|<=|>|<|=)?\s*[vV]?(?:(?<major>[0-9]{1,15})|[xX*])"
            + @"(?:\.(?:(?<minor>[0-9]{1,15})|[xX*]))?(?:\.(?:(?<patch>[0-9]{1,15})|[xX*]))?"
            + @"(?:-(?<pre>[0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?(?:\s+|,\s*|\z)",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private readonly Comparator[][] _alternatives;

    private VersionRange(Comparator[][] alternatives) => _alternatives = alternatives;

    private enum Relation
    {
        Equal,
        Less,
        LessOrEqual,
        Greater,
        GreaterOrEqual,
    }

    /// <summary>Reads a range; false when it is not one.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out VersionRange? range)
    {
        range = null;
        if (text.Length > MaxLength)
        {
            return false;
        }

        List<Comparator[]> alternatives = [];
        int count = 0;
        foreach (string alternative in text.Split("||"))
        {
            List<Comparator> comparators = [];
            if (!TryRead(alternative.Trim(), comparators) || (count += comparators.Count) > MaxComparators)
            {
                return false;
            }

            alternatives.Add([.. comparators]);
        }

        range = new VersionRange([.. alternatives]);
        return true;
    }

    /// <summary>
    /// Whether a version is in the range. A pre-release is only where a bound of the range is one of the same numbers:
    /// who asks for <c>^1.0</c> does not want <c>1.5.0-beta</c>.
    /// </summary>
    public bool Accepts(SemanticVersion version) =>
        _alternatives.Any(comparators => Array.TrueForAll(comparators, comparator => comparator.Accepts(version))
            && (!version.IsPreRelease || Array.Exists(
                comparators,
                comparator => !comparator.IsImplied
                    && comparator.Bound.IsPreRelease
                    && comparator.Bound.HasSameNumbers(version))));

    private static bool TryRead(string text, List<Comparator> comparators)
    {
        if (text.Length == 0)
        {
            return false;
        }

        int at = 0;
        while (at < text.Length)
        {
            Match match = Part.Match(text, at);
            if (!match.Success
                || match.Index != at
                || !SemanticVersion.TryNumber(match.Groups["major"], out long major)
                || !SemanticVersion.TryNumber(match.Groups["minor"], out long minor)
                || !SemanticVersion.TryNumber(match.Groups["patch"], out long patch))
            {
                return false;
            }

            string[] pre = match.Groups["pre"].Success ? match.Groups["pre"].Value.Split('.') : [];
            int given = !match.Groups["major"].Success ? 0
                : !match.Groups["minor"].Success ? 1
                : !match.Groups["patch"].Success ? 2
                : 3;
            if (pre.Contains("") || (pre.Length > 0 && given < 3))
            {
                return false;
            }

            Add(comparators, match.Groups["operator"].Value, new SemanticVersion(major, minor, patch, pre), given);
            at = match.Index + match.Length;
        }

        return true;
    }

    /// <summary>Adds what an operator and the given parts of a version mean.</summary>
    private static void Add(List<Comparator> comparators, string relation, SemanticVersion from, int given)
    {
        // The first version after all that have the given parts.
        SemanticVersion? next = given switch
        {
            0 => null,
            1 => new SemanticVersion(from.Major + 1, 0, 0),
            2 => new SemanticVersion(from.Major, from.Minor + 1, 0),
            _ => null,
        };
        switch (relation)
        {
            case ">" when given == 0:
            case "<" when given == 0:
                comparators.Add(new Comparator(Relation.Less, new SemanticVersion(0, 0, 0)));
                break;
            case ">" when next is not null:
                comparators.Add(new Comparator(Relation.GreaterOrEqual, next));
                break;
            case ">":
                comparators.Add(new Comparator(Relation.Greater, from));
                break;
            case ">=":
                comparators.Add(new Comparator(Relation.GreaterOrEqual, from));
                break;
            case "<":
                comparators.Add(new Comparator(Relation.Less, from));
                break;
            case "<=" when given < 3:
                AddBelow(comparators, next);
                break;
            case "<=":
                comparators.Add(new Comparator(Relation.LessOrEqual, from));
                break;
            case "^":
                comparators.Add(new Comparator(Relation.GreaterOrEqual, from));
                AddBelow(comparators, CaretEnd(from, given));
                break;
            case "~":
                comparators.Add(new Comparator(Relation.GreaterOrEqual, from));
                AddBelow(comparators, given == 3 ? new SemanticVersion(from.Major, from.Minor + 1, 0) : next);
                break;
            case var _ when given == 3:
                comparators.Add(new Comparator(Relation.Equal, from));
                break;
            default:
                comparators.Add(new Comparator(Relation.GreaterOrEqual, from));
                AddBelow(comparators, next);
                break;
        }
    }

    // What does not change the first part that is not 0.
    private static SemanticVersion? CaretEnd(SemanticVersion from, int given) =>
        given == 0 ? null
        : from.Major > 0 || given == 1 ? new SemanticVersion(from.Major + 1, 0, 0)
        : from.Minor > 0 || given == 2 ? new SemanticVersion(0, from.Minor + 1, 0)
        : new SemanticVersion(0, 0, from.Patch + 1);

    // No pre-release of the end either: 2.0.0-beta is not in ^1.0.
    private static void AddBelow(List<Comparator> comparators, SemanticVersion? end)
    {
        if (end is not null)
        {
            comparators.Add(
                new Comparator(Relation.Less, new SemanticVersion(end.Major, end.Minor, end.Patch, "0"))
                {
                    IsImplied = true,
                });
        }
    }

    private sealed record Comparator(Relation Relation, SemanticVersion Bound)
    {
        /// <summary>The bound is not the author's, and lets no pre-release in.</summary>
        public bool IsImplied { get; init; }

        public bool Accepts(SemanticVersion version)
        {
            int compared = version.CompareTo(Bound);
            return Relation switch
            {
                Relation.Less => compared < 0,
                Relation.LessOrEqual => compared <= 0,
                Relation.Greater => compared > 0,
                Relation.GreaterOrEqual => compared >= 0,
                _ => compared == 0,
            };
        }
    }
}

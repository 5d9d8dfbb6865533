using System.Globalization;
using System.Text.RegularExpressions;

namespace Boternity.Skills.Dependencies;

/// <summary>
/// A version by Semantic Versioning 2.0.0, read leniently: a leading <c>v</c> is passed over, and parts that are
/// missing are 0, since authors write <c>1.2</c>. Build metadata is passed over.
/// </summary>
internal sealed class SemanticVersion : IComparable<SemanticVersion>
{
    /// <summary>The most characters of a version; none that means one is longer.</summary>
    private const int MaxLength = 256;

    private static readonly Regex Pattern = new(
        @"^[vV]?(?<major>[0-9]{1,18})(\.(?<minor>[0-9]{1,18}))?(\.(?<patch>[0-9]{1,18}))?"
            + @"(-(?<pre>[0-9A-Za-z.-]+))?(\+[0-9A-Za-z.-]+)?\z",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private readonly string[] _preRelease;

    public SemanticVersion(long major, long minor, long patch, params string[] preRelease)
    {
        Major = major;
        Minor = minor;
        Patch = patch;
        _preRelease = preRelease;
    }

    public long Major { get; }

    public long Minor { get; }

    public long Patch { get; }

    public bool IsPreRelease => _preRelease.Length > 0;

    public bool HasSameNumbers(SemanticVersion other) =>
        (Major, Minor, Patch) == (other.Major, other.Minor, other.Patch);

    /// <summary>The version that a text is; null where it is none.</summary>
    public static SemanticVersion? TryParse(string? text)
    {
        if (text is null || text.Length > MaxLength || Pattern.Match(text.Trim()) is not { Success: true } match)
        {
            return null;
        }

        string[] preRelease = match.Groups["pre"].Success ? match.Groups["pre"].Value.Split('.') : [];
        return !preRelease.Contains("")
            && TryNumber(match.Groups["major"], out long major)
            && TryNumber(match.Groups["minor"], out long minor)
            && TryNumber(match.Groups["patch"], out long patch)
                ? new SemanticVersion(major, minor, patch, preRelease)
                : null;
    }

    /// <summary>By section 11 of the specification.</summary>
    public int CompareTo(SemanticVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        int numbers = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        return numbers != 0 ? numbers
            : IsPreRelease != other.IsPreRelease ? (IsPreRelease ? -1 : 1)
            : ComparePreRelease(_preRelease, other._preRelease);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Major}.{Minor}.{Patch}{(IsPreRelease ? "-" : "")}{string.Join('.', _preRelease)}");

    internal static bool TryNumber(Group digits, out long number)
    {
        number = 0;
        return !digits.Success
            || long.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static int ComparePreRelease(string[] one, string[] other)
    {
        for (int i = 0; i < Math.Min(one.Length, other.Length); i++)
        {
            bool isNumber = IsNumber(one[i]);
            int compared = isNumber != IsNumber(other[i]) ? (isNumber ? -1 : 1)
                : isNumber && one[i].Length != other[i].Length ? one[i].Length.CompareTo(other[i].Length)
                : string.CompareOrdinal(one[i], other[i]);
            if (compared != 0)
            {
                return compared;
            }
        }

        return one.Length.CompareTo(other.Length);
    }

    // Without leading zeros, so that the longer of two numbers is the greater.
    private static bool IsNumber(string identifier) =>
        identifier.All(char.IsAsciiDigit) && (identifier.Length == 1 || identifier[0] != '0');
}

namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>A version as Semantic Versioning 2.0 writes it.</summary>
internal readonly record struct SemanticVersion(ulong Major, ulong Minor, ulong Patch, string PreRelease, string Build)
{
    /// <summary>
    /// The part that compatible versions share (Explainer, "Canonical Interface Name"): <c>1</c>, <c>0.2</c>,
    /// <c>0.0.3</c>. A pre-release is compatible only with itself.
    /// </summary>
    public string Track =>
        PreRelease.Length > 0 ? ToString() : Major > 0 ? $"{Major}" : Minor > 0 ? $"0.{Minor}" : $"0.0.{Patch}";

    public static bool TryParse(ReadOnlySpan<char> text, out SemanticVersion version)
    {
        version = default;
        string build = "";
        int plus = text.IndexOf('+');
        if (plus >= 0)
        {
            build = text[(plus + 1)..].ToString();
            if (!AreIdentifiers(build, allowLeadingZero: true))
            {
                return false;
            }

            text = text[..plus];
        }

        string preRelease = "";
        int dash = text.IndexOf('-');
        if (dash >= 0)
        {
            preRelease = text[(dash + 1)..].ToString();
            if (!AreIdentifiers(preRelease, allowLeadingZero: false))
            {
                return false;
            }

            text = text[..dash];
        }

        if (!TakeNumber(ref text, out ulong major) || !TakeDot(ref text) || !TakeNumber(ref text, out ulong minor)
            || !TakeDot(ref text) || !TakeNumber(ref text, out ulong patch) || text.Length > 0)
        {
            return false;
        }

        version = new(major, minor, patch, preRelease, build);
        return true;
    }

    public override string ToString() =>
        $"{Major}.{Minor}.{Patch}"
        + (PreRelease.Length > 0 ? $"-{PreRelease}" : "")
        + (Build.Length > 0 ? $"+{Build}" : "");

    private static bool TakeDot(ref ReadOnlySpan<char> text)
    {
        if (text is not ['.', ..])
        {
            return false;
        }

        text = text[1..];
        return true;
    }

    private static bool TakeNumber(ref ReadOnlySpan<char> text, out ulong number)
    {
        int length = text.IndexOfAnyExceptInRange('0', '9');
        if (length < 0)
        {
            length = text.Length;
        }

        ReadOnlySpan<char> digits = text[..length];
        text = text[length..];
        number = 0;
        return length > 0 && (length == 1 || digits[0] != '0') && ulong.TryParse(digits, out number);
    }

    private static bool AreIdentifiers(string text, bool allowLeadingZero)
    {
        foreach (string identifier in text.Split('.'))
        {
            if (identifier.Length == 0 || identifier.AsSpan().ContainsAnyExcept(IdentifierCharacters))
            {
                return false;
            }

            if (!allowLeadingZero
                && identifier.Length > 1
                && identifier[0] == '0'
                && !identifier.AsSpan().ContainsAnyExceptInRange('0', '9'))
            {
                return false;
            }
        }

        return true;
    }

    private static readonly System.Buffers.SearchValues<char> IdentifierCharacters =
        System.Buffers.SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-");
}

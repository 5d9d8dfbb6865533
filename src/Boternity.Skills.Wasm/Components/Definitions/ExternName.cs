namespace Boternity.Skills.Wasm.Components.Definitions;

/// <summary>The forms of import and export names (Explainer, "Import and Export Definitions").</summary>
internal enum ExternNameKind : byte
{
    Label,
    Constructor,
    Method,
    Static,
    Interface,
}

/// <summary>The name of an import or export, taken apart.</summary>
internal sealed class ExternName
{
    private ExternName(
        string text,
        ExternNameKind kind,
        string resource = "",
        string uniqueKey = "",
        SemanticVersion? version = null,
        string withoutVersion = "")
    {
        Text = text;
        Kind = kind;
        Resource = resource;
        UniqueKey = uniqueKey;
        Version = version;
        WithoutVersion = withoutVersion;
    }

    public string Text { get; }

    public ExternNameKind Kind { get; }

    /// <summary>Of a constructor, method or static function the label of its resource.</summary>
    public string Resource { get; }

    /// <summary>Two names of a scope must differ in this (Explainer, "Name Uniqueness").</summary>
    public string UniqueKey { get; }

    /// <summary>Of an interface name, where it has one.</summary>
    public SemanticVersion? Version { get; }

    /// <summary>Of an interface name what stands before the version.</summary>
    public string WithoutVersion { get; }

    /// <summary>What names of compatible versions share.</summary>
    public string CompatibilityKey => Version is { } version ? $"{WithoutVersion}@{version.Track}" : Text;

    /// <summary>Null when <paramref name="text"/> is not a valid name.</summary>
    public static ExternName? TryParse(string text)
    {
        if (text.StartsWith("[constructor]", StringComparison.Ordinal))
        {
            string label = text["[constructor]".Length..];
            return IsLabel(label) ? new(text, ExternNameKind.Constructor, label, Lower(text)) : null;
        }

        if (text.StartsWith("[method]", StringComparison.Ordinal))
        {
            return TryParseMember(text, ExternNameKind.Method, "[method]".Length);
        }

        if (text.StartsWith("[static]", StringComparison.Ordinal))
        {
            return TryParseMember(text, ExternNameKind.Static, "[static]".Length);
        }

        if (text.Contains(':', StringComparison.Ordinal))
        {
            return TryParseInterface(text);
        }

        return IsLabel(text) ? new(text, ExternNameKind.Label, uniqueKey: Lower(text)) : null;
    }

    /// <summary>
    /// Whether <paramref name="text"/> is kebab case: words of lower-case or of upper-case letters and digits, the
    /// first beginning with a letter.
    /// </summary>
    public static bool IsLabel(ReadOnlySpan<char> text) => IsWords(text, allowAcronyms: true);

    /// <summary>Labels are compared without case.</summary>
    public static string Lower(string text) => text.ToLowerInvariant();

    private static ExternName? TryParseMember(string text, ExternNameKind kind, int start)
    {
        int dot = text.IndexOf('.', start);
        if (dot < 0)
        {
            return null;
        }

        string resource = text[start..dot];
        string member = text[(dot + 1)..];
        if (!IsLabel(resource) || !IsLabel(member))
        {
            return null;
        }

        string key = resource == member ? Lower(resource) : Lower(text[start..]);
        return new(text, kind, resource, key);
    }

    private static ExternName? TryParseInterface(string text)
    {
        string name = text;
        SemanticVersion? version = null;
        int at = text.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0)
        {
            if (!SemanticVersion.TryParse(text.AsSpan(at + 1), out SemanticVersion parsed))
            {
                return null;
            }

            version = parsed;
            name = text[..at];
        }

        int colon = name.IndexOf(':', StringComparison.Ordinal);
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash < colon)
        {
            return null;
        }

        ReadOnlySpan<char> span = name;
        return IsWords(span[..colon], allowAcronyms: false) && IsWords(
            span[(colon + 1)..slash], allowAcronyms: false) && IsLabel(span[(slash + 1)..])
            ? new(text, ExternNameKind.Interface, uniqueKey: Lower(text), version: version, withoutVersion: name)
            : null;
    }

    private static bool IsWords(ReadOnlySpan<char> text, bool allowAcronyms)
    {
        bool first = true;
        foreach (Range range in text.Split('-'))
        {
            ReadOnlySpan<char> word = text[range];
            if (word.Length == 0 || (first && !char.IsAsciiLetter(word[0])))
            {
                return false;
            }

            bool lower = false;
            bool upper = false;
            foreach (char c in word)
            {
                if (!char.IsAsciiLetterOrDigit(c))
                {
                    return false;
                }

                lower |= char.IsAsciiLetterLower(c);
                upper |= char.IsAsciiLetterUpper(c);
            }

            if ((upper && (lower || !allowAcronyms)))
            {
                return false;
            }

            first = false;
        }

        return true;
    }
}

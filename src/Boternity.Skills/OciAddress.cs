namespace Boternity.Skills;

/// <summary>
/// An artefact in an OCI registry, as people write it: <c>oci://host/repository</c>, with <c>:tag</c> or
/// <c>@sha256:…</c> behind it (OCI distribution specification 1.1, "Pulling manifests").
/// </summary>
internal static class OciAddress
{
    public const string Scheme = "oci://";

    /// <summary>What a digest begins with. Others than SHA-256 are not taken.</summary>
    public const string DigestPrefix = "sha256:";

    private const int DigestLength = 64;
    private const int MaxRepositoryLength = 255;
    private const int MaxTagLength = 128;

    public static bool Is(string? text) =>
        text is not null && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads an address.</summary>
    /// <param name="text">What was typed, from the scheme on.</param>
    /// <param name="address">Gets the address: host and repository, and as the revision the tag or the digest.</param>
    /// <returns>What is wrong with it; null for nothing.</returns>
    public static string? Read(string text, out SkillAddress? address)
    {
        address = null;
        string rest = text[Scheme.Length..];
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || ReadHost(rest[..slash]) is not { } host)
        {
            return "it names no host: oci://host/repository.";
        }

        string repository = rest[(slash + 1)..];
        string? reference = null;
        if (TrySplit(ref repository, '@', out string digest))
        {
            if (!IsDigest(digest))
            {
                return "behind '@' stands a digest, which is 'sha256:' and 64 hexadecimal digits.";
            }

            reference = digest;
        }

        if (TrySplit(ref repository, ':', out string tag))
        {
            if (!IsTag(tag))
            {
                return "behind ':' stands a tag: 1 to 128 letters, digits, '_', '.' and '-'.";
            }

            reference ??= tag;
        }

        if (!IsRepository(repository))
        {
            return "the repository has parts between slashes of small letters and digits, with '.', '_' and '-' "
                + "between them.";
        }

        address = new SkillAddress { Root = $"{Scheme}{host}/{repository}", Ref = reference };
        return null;
    }

    /// <summary>An address as <see cref="Read"/> takes it.</summary>
    /// <param name="root">Host and repository, with the scheme.</param>
    /// <param name="commit">The SHA-256 of the manifest in hexadecimal; null where only the tag is known.</param>
    /// <param name="reference">The tag or the digest that was asked for; null for none.</param>
    public static string Write(string root, string? commit, string? reference) =>
        commit is not null ? $"{root}@{DigestPrefix}{commit}"
            : reference is null ? root
            : IsDigest(reference) ? $"{root}@{reference}"
            : $"{root}:{reference}";

    public static bool IsDigest(string text) =>
        text.Length == DigestPrefix.Length + DigestLength
        && text.StartsWith(DigestPrefix, StringComparison.Ordinal)
        && text[DigestPrefix.Length..].All(char.IsAsciiHexDigitLower);

    public static bool IsTag(string text) =>
        text.Length is > 0 and <= MaxTagLength
        && text[0] is not ('.' or '-')
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    private static string? ReadHost(string authority) =>
        Uri.TryCreate($"https://{authority}/", UriKind.Absolute, out Uri? uri)
        && uri is { UserInfo.Length: 0, AbsolutePath: "/", Query.Length: 0, Fragment.Length: 0 }
            ? uri.Authority.ToLowerInvariant()
            : null;

    // "[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*" between slashes.
    private static bool IsRepository(string text) =>
        text.Length is > 0 and <= MaxRepositoryLength && text.Split('/').All(IsRepositoryPart);

    private static bool IsRepositoryPart(string part)
    {
        int separator = 0;
        for (int i = 0; i < part.Length; i++)
        {
            char c = part[i];
            if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
            {
                separator = 0;
                continue;
            }

            bool mayFollow = c switch
            {
                '.' => separator == 0,
                '_' => separator == 0 || (separator == 1 && part[i - 1] == '_'),
                '-' => separator == 0 || part[i - 1] == '-',
                _ => false,
            };
            if (i == 0 || !mayFollow)
            {
                return false;
            }

            separator++;
        }

        return part.Length > 0 && separator == 0;
    }

    private static bool TrySplit(ref string text, char separator, out string after)
    {
        int at = text.IndexOf(separator, StringComparison.Ordinal);
        after = at < 0 ? "" : text[(at + 1)..];
        text = at < 0 ? text : text[..at];
        return at >= 0;
    }
}

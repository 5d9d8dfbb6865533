namespace Boternity.Skills.Capabilities.Http;

/// <summary>Reads the URLs of strangers.</summary>
internal static class HttpUrl
{
    private const int MaxLength = 8 * 1024;

    /// <summary>
    /// An absolute http or https URL with a host and without user information; null for everything else.
    /// </summary>
    public static Uri? TryRead(string url) =>
        url.Length <= MaxLength && Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) ? Check(uri) : null;

    /// <summary>The URL that a redirect names; null when it is none that can be followed.</summary>
    public static Uri? TryResolve(Uri from, Uri location) =>
        location.OriginalString.Length <= MaxLength && Uri.TryCreate(from, location, out Uri? uri) ? Check(uri) : null;

    /// <summary>What the audit shows of a URL: never its path or query, which can hold a secret.</summary>
    public static string ScopeOf(Uri uri)
    {
        string host = HostPattern.Normalize(uri);
        return host.Contains(':', StringComparison.Ordinal)
            ? $"{uri.Scheme}://[{host}]:{uri.Port}"
            : $"{uri.Scheme}://{host}:{uri.Port}";
    }

    private static Uri? Check(Uri uri)
    {
        try
        {
            return IsUsable(uri) ? uri : null;
        }
        catch (UriFormatException)
        {
            // A host that IDNA cannot encode passes for a URL until its encoded form is asked for.
            return null;
        }
    }

    private static bool IsUsable(Uri uri) =>
        (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri.UserInfo.Length == 0
        && uri.HostNameType is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
        && HostPattern.Normalize(uri).Length > 0
        && uri.Port > 0;
}

using System.Buffers;
using System.Net;
using System.Runtime.CompilerServices;

namespace Boternity.Skills.Grants;

/// <summary>
/// What the parts of a grant may look like. A grant that cannot be understood is refused when it is made, not when
/// it is used.
/// </summary>
internal static class GrantRules
{
    private const int MaxNameLength = 256;
    private static readonly SearchValues<char> UriDelimiters = SearchValues.Create("/?#@: ");

    public static string CheckGuestPath(string path, [CallerMemberName] string? property = null)
    {
        ArgumentNullException.ThrowIfNull(path, property);
        bool valid = path == "/"
            || (path.StartsWith('/')
                && path[1..].Split('/').All(segment => segment is not ("" or "." or ".."))
                && !path.Any(c => c == '\\' || char.IsControl(c)));
        return valid
            ? path
            : throw new ArgumentException(
                $"'{path}' is not an absolute path with forward slashes and without empty, '.' or '..' segments.",
                property);
    }

    public static string CheckHostPath(string path, [CallerMemberName] string? property = null)
    {
        ArgumentNullException.ThrowIfNull(path, property);
        return Path.IsPathFullyQualified(path) && !path.Contains('\0', StringComparison.Ordinal)
            ? path
            : throw new ArgumentException($"'{path}' is not an absolute path.", property);
    }

    public static string CheckHttpHost(string host, [CallerMemberName] string? property = null)
    {
        ArgumentNullException.ThrowIfNull(host, property);
        if (host == "*")
        {
            return host;
        }

        string bare = host.StartsWith('[') && host.EndsWith(']') ? host[1..^1] : host;
        if (bare.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(bare, out IPAddress? address))
        {
            return address.ToString();
        }

        bool wildcard = host.StartsWith("*.", StringComparison.Ordinal);
        string name = wildcard ? host[2..] : host;
        if (name.Contains('*', StringComparison.Ordinal)
            || !Uri.TryCreate($"https://{name}/", UriKind.Absolute, out Uri? uri)
            || uri.UserInfo.Length > 0
            || !uri.IsDefaultPort
            || uri.PathAndQuery != "/"
            || uri.Fragment.Length > 0
            || uri.HostNameType is not (UriHostNameType.Dns or UriHostNameType.IPv4)
            || (wildcard && uri.HostNameType != UriHostNameType.Dns)
            || name.AsSpan().ContainsAny(UriDelimiters))
        {
            throw new ArgumentException($"'{host}' is not a host name, '*.name', '*' or an IP address.", property);
        }

        try
        {
            string normal = uri.IdnHost.TrimEnd('.').ToLowerInvariant();
            return wildcard ? $"*.{normal}" : normal;
        }
        catch (UriFormatException e)
        {
            throw new ArgumentException($"'{host}' is not a host name: IDNA cannot encode it.", property, e);
        }
    }

    public static int? CheckPort(int? port, [CallerMemberName] string? property = null) =>
        port is null or (>= 1 and <= IPEndPoint.MaxPort)
            ? port
            : throw new ArgumentOutOfRangeException(property, port, $"A port is between 1 and {IPEndPoint.MaxPort}.");

    public static long? CheckBytes(long? bytes, [CallerMemberName] string? property = null) =>
        bytes is null or >= 0
            ? bytes
            : throw new ArgumentOutOfRangeException(property, bytes, "A number of bytes is not negative.");

    public static IReadOnlyList<string> CheckMethods(
        IReadOnlyList<string>? methods, [CallerMemberName] string? property = null)
    {
        string[] upper =
        [
            .. (methods ?? [])
                .Select(method => method?.ToUpperInvariant() ?? "")
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        return upper.FirstOrDefault(
            method =>
                method.Length is 0 or > 32
                    || !method.All(c => char.IsAsciiLetterUpper(c) || c is '-' or '_')) is { } bad
            ? throw new ArgumentException($"'{bad}' is not an HTTP method.", property)
            : upper;
    }

    public static IReadOnlyList<string> CheckNames(
        IReadOnlyList<string>? names, [CallerMemberName] string? property = null)
    {
        string[] sorted = [.. (names ?? []).Select(name => name ?? "").Distinct().Order(StringComparer.Ordinal)];
        return sorted.FirstOrDefault(
            name => name.Length is 0 or > MaxNameLength || name.Any(c => c == '=' || char.IsControl(c))) is { } bad
            ? throw new ArgumentException(
                $"'{bad}' is not a name: 1 to {MaxNameLength} characters, without '=' and control characters.",
                property)
            : sorted;
    }

    public static IReadOnlyList<SkillDirectoryGrant> CheckDirectories(
        IReadOnlyList<SkillDirectoryGrant>? directories, [CallerMemberName] string? property = null)
    {
        SkillDirectoryGrant[] copy = [.. directories ?? []];
        return copy
            .GroupBy(grant => grant.GuestPath, StringComparer.Ordinal)
            .FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new ArgumentException($"'{twice.Key}' is granted twice.", property)
            : copy;
    }
}

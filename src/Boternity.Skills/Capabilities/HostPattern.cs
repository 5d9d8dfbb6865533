using System.Net;

namespace Boternity.Skills.Capabilities;

/// <summary>Compares the hosts of grants with the hosts of URLs.</summary>
internal static class HostPattern
{
    /// <summary>
    /// The host of a URL as grants spell it: lower case, IDNA-encoded, no final dot, IPv6 without brackets and zone.
    /// </summary>
    public static string Normalize(Uri uri)
    {
        string host = uri.IdnHost.TrimStart('[').TrimEnd(']');
        return uri.HostNameType == UriHostNameType.IPv6 && IPAddress.TryParse(host, out IPAddress? address)
            ? new IPAddress(address.GetAddressBytes()).ToString()
            : host.TrimEnd('.').ToLowerInvariant();
    }

    /// <summary>Whether a grant's host covers a normalised host. A wildcard never covers an address.</summary>
    public static bool Matches(string pattern, string host, bool isAddress)
    {
        if (host.Length == 0)
        {
            return false;
        }

        if (pattern == "*")
        {
            return !isAddress;
        }

        return pattern.StartsWith("*.", StringComparison.Ordinal)
            ? !isAddress && host.Length > pattern.Length - 1 && host.EndsWith(pattern[1..], StringComparison.Ordinal)
            : string.Equals(pattern, host, StringComparison.Ordinal);
    }
}

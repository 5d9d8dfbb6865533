using System.Net;
using System.Net.Sockets;

namespace Boternity.Skills.Capabilities.Http;

/// <summary>
/// Which addresses a skill's request may connect to: the IANA special-purpose registries (RFC 6890 and its updates),
/// read so that what is not plainly a public host is refused.
/// </summary>
internal static class AddressRules
{
    private const AddressScope Never = (AddressScope)(-1);

    private static readonly (IPNetwork Network, AddressScope Needs, string Rule)[] Rules4 =
    [
        Rule("0.0.0.0/8", Never, "unspecified"),
        Rule("10.0.0.0/8", AddressScope.PrivateNetwork, "private"),
        Rule("100.100.100.200/32", Never, "cloud metadata"),
        Rule("100.64.0.0/10", AddressScope.PrivateNetwork, "carrier-grade NAT"),
        Rule("127.0.0.0/8", AddressScope.Loopback, "loopback"),
        Rule("168.63.129.16/32", Never, "cloud metadata"),
        Rule("169.254.0.0/16", Never, "link-local"),
        Rule("172.16.0.0/12", AddressScope.PrivateNetwork, "private"),
        Rule("192.0.0.0/24", Never, "protocol assignments"),
        Rule("192.0.2.0/24", Never, "documentation"),
        Rule("192.88.99.0/24", Never, "6to4 relay"),
        Rule("192.168.0.0/16", AddressScope.PrivateNetwork, "private"),
        Rule("198.18.0.0/15", Never, "benchmarking"),
        Rule("198.51.100.0/24", Never, "documentation"),
        Rule("203.0.113.0/24", Never, "documentation"),
        Rule("224.0.0.0/4", Never, "multicast"),
        Rule("240.0.0.0/4", Never, "reserved or broadcast"),
    ];

    private static readonly (IPNetwork Network, AddressScope Needs, string Rule)[] Rules6 =
    [
        Rule("::1/128", AddressScope.Loopback, "loopback"),
        Rule("fd00:ec2::/32", Never, "cloud metadata"),
        Rule("fd20:ce::254/128", Never, "cloud metadata"),
        Rule("fd00:42::42/128", Never, "cloud metadata"),
        Rule("fd00:c1::a9fe:a9fe/128", Never, "cloud metadata"),
        Rule("fd00:a9fe:a9fe::1/128", Never, "cloud metadata"),
        Rule("fd00:100::100:200/128", Never, "cloud metadata"),
        Rule("fc00::/7", AddressScope.PrivateNetwork, "unique local"),
        Rule("fe80::/10", Never, "link-local"),
        Rule("ff00::/8", Never, "multicast"),
        Rule("2001::/23", Never, "protocol assignments (Teredo among them)"),
        Rule("2001:db8::/32", Never, "documentation"),
        Rule("2002::/16", Never, "6to4"),
        Rule("3fff::/20", Never, "documentation"),
        Rule("2000::/3", AddressScope.Public, "public"),
    ];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>The name of the rule that forbids an address; null when it may be connected to.</summary>
    /// <param name="address">The address.</param>
    /// <param name="allowed">What is granted beside public addresses.</param>
    /// <param name="denied">Ranges that the host denies whatever is granted.</param>
    public static string? FindRefusal(IPAddress address, AddressScope allowed, IReadOnlyList<IPNetwork> denied) =>
        IsIn(denied, address) ? "denied by the host" : FindRefusal(address, allowed);

    /// <summary>The name of the rule that forbids an address; null when it may be connected to.</summary>
    public static string? FindRefusal(IPAddress address, AddressScope allowed)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return Find(Rules4, address, allowed, otherwise: null);
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return Find(Rules4, address.MapToIPv4(), allowed, otherwise: null) is { } rule
                ? $"IPv4-mapped, {rule}"
                : null;
        }

        // Behind NAT64 every IPv4 host looks like this (RFC 6052). The translator's own loopback or network is
        // nobody's to grant.
        if (Nat64.Contains(address))
        {
            var embedded = new IPAddress(address.GetAddressBytes().AsSpan(12));
            return Find(Rules4, embedded, AddressScope.Public, otherwise: null) is { } rule ? $"NAT64, {rule}" : null;
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Find(Rules6, new IPAddress(address.GetAddressBytes()), allowed, otherwise: "not a public unicast address")
            : "not an IP address";
    }

    private static bool IsIn(IReadOnlyList<IPNetwork> networks, IPAddress address)
    {
        if (networks.Count == 0)
        {
            return false;
        }

        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
            : address.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress(address.GetAddressBytes())
            : address;
        IPAddress? embedded = address.AddressFamily == AddressFamily.InterNetworkV6 && Nat64.Contains(plain)
            ? new IPAddress(plain.GetAddressBytes().AsSpan(12))
            : null;
        return networks.Any(network => network.Contains(plain) || (embedded is not null && network.Contains(embedded)));
    }

    private static string? Find(
        (IPNetwork Network, AddressScope Needs, string Rule)[] rules,
        IPAddress address,
        AddressScope allowed,
        string? otherwise)
    {
        foreach ((IPNetwork network, AddressScope needs, string rule) in rules)
        {
            if (network.Contains(address))
            {
                return needs != Never && (allowed & needs) == needs ? null : rule;
            }
        }

        return otherwise;
    }

    private static (IPNetwork Network, AddressScope Needs, string Rule) Rule(
        string network, AddressScope needs, string rule) =>
        (IPNetwork.Parse(network), needs, rule);
}

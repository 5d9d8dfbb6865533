using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Boternity.Skills.Manifests;

namespace Boternity.Skills.Scanning;

/// <summary>
/// URLs whose host is an address, in whatever spelling. This machine's own (127.0.0.0/8, ::1, 0.0.0.0) is common in
/// honest text.
/// </summary>
internal static class RawAddressRule
{
    private const int MaxHostLength = 300;

    private static readonly SearchValues<char> HostEnd = SearchValues.Create("/?#\\ \t\r\n\"'`<>)(,;|*{}");

    public static void Scan(ScannedText file, ScanReport report)
    {
        for (int at = 0; !report.IsFull(SkillScanRules.RawAddress, file.Path);)
        {
            int found = file.Text.AsSpan(at).IndexOf("://");
            if (found < 0)
            {
                return;
            }

            report.CheckTime();
            at += found + 3;
            ReadOnlySpan<char> rest = file.Text.AsSpan(at, Math.Min(MaxHostLength, file.Text.Length - at));
            if (AddressOf(rest) is { } address && !IPAddress.IsLoopback(address) && !address.Equals(IPAddress.Any))
            {
                report.Add(
                    SkillScanRules.RawAddress,
                    SkillFindingSeverity.Warning,
                    $"A URL names its host by an address, {Quoted.Of(address.ToString())}.",
                    file.Path,
                    file.LineAt(at));
            }
        }
    }

    private static IPAddress? AddressOf(ReadOnlySpan<char> afterScheme)
    {
        int end = afterScheme.IndexOfAny(HostEnd);
        ReadOnlySpan<char> authority = end < 0 ? afterScheme : afterScheme[..end];
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        if (authority.StartsWith("["))
        {
            int close = authority.IndexOf(']');
            return close > 0 && IPAddress.TryParse(authority[1..close], out IPAddress? v6) ? v6 : null;
        }

        int port = authority.IndexOf(':');
        ReadOnlySpan<char> host = (port < 0 ? authority : authority[..port]).TrimEnd('.');

        // IPAddress reads the decimal, octal and hexadecimal spellings too; a short number is no address in practice.
        return host.Length >= 7
            && char.IsAsciiDigit(host[0])
            && IPAddress.TryParse(host, out IPAddress? v4)
            && v4.AddressFamily == AddressFamily.InterNetwork
            ? v4
            : null;
    }
}

using System.Buffers;

namespace Boternity.Skills.Scanning;

/// <summary>Where package managers fetch from.</summary>
internal static class PackageIndexes
{
    public const string Message = "Packages are fetched from elsewhere than the public registries.";

    private static readonly SearchValues<char> HostEnd = SearchValues.Create("/?#\"' ");

    private static readonly string[] Public =
    [
        "pypi.org", "files.pythonhosted.org", "registry.npmjs.org", "registry.yarnpkg.com", "download.pytorch.org",
        "rubygems.org", "index.crates.io", "api.nuget.org", "conda.anaconda.org", "npm.jsr.io",
    ];

    /// <summary>Whether an address is one of another host than the registries that all use.</summary>
    public static bool IsForeign(ReadOnlySpan<char> address)
    {
        int scheme = address.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return false;
        }

        ReadOnlySpan<char> host = address[(scheme + 3)..];
        int end = host.IndexOfAny(HostEnd);
        host = end < 0 ? host : host[..end];
        host = host[(host.LastIndexOf('@') + 1)..];
        foreach (string name in Public)
        {
            if (host.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return !host.IsEmpty;
    }
}

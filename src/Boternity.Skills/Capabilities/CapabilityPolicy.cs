using System.Net;
using Boternity.Skills.Grants;

namespace Boternity.Skills.Capabilities;

/// <summary>
/// The one place that decides: what a skill was granted, asked about one use. Pure: it knows nothing of runs, sockets or disks.
/// The skill's own host interface and every WASI interface ask here, by way of <see cref="CapabilityGate"/>.
/// </summary>
internal sealed class CapabilityPolicy
{
    private readonly SkillGrants _grants;
    private readonly HashSet<string> _environment;
    private readonly HashSet<string> _secrets;
    private readonly SkillDirectoryGrant[] _directories;

    public CapabilityPolicy(SkillGrants grants, SkillManifest manifest)
    {
        _grants = grants;
        _environment = new(grants.EnvironmentVariables, StringComparer.Ordinal);
        _secrets = new(grants.Secrets.Intersect(manifest.Secrets, StringComparer.Ordinal), StringComparer.Ordinal);
        _directories = [.. grants.Directories.OrderByDescending(grant => grant.GuestPath.Length).ThenBy(grant => grant.GuestPath, StringComparer.Ordinal)];
    }

    /// <summary>The granted directories, those with the longest guest paths first.</summary>
    public IReadOnlyList<SkillDirectoryGrant> Directories => _directories;

    /// <summary>The names of granted environment variables, sorted (ordinal).</summary>
    public IReadOnlyList<string> EnvironmentVariables => _grants.EnvironmentVariables;

    public bool MayRecallMemory => _grants.RecallMemory;

    public bool MayReadEnvironment(string name) => _environment.Contains(name);

    /// <summary>Only what the manifest declares <em>and</em> the host granted.</summary>
    public bool MayReadSecret(string name) => _secrets.Contains(name);

    /// <summary>Whether any directory may be used so.</summary>
    public bool MayUseFiles(SkillFileAccess access) => _directories.Any(grant => grant.Access.HasFlag(access));

    /// <summary>Whether any request may be sent under a capability.</summary>
    public bool MaySendHttp(SkillCapability capability) => _grants.Includes(capability);

    /// <summary>The kinds of address that a request may connect to; null when the request is not granted at all.</summary>
    public AddressScope? FindHttp(string method, Uri uri)
    {
        AddressScope? scope = null;
        string host = HostPattern.Normalize(uri);
        foreach (SkillHttpGrant grant in _grants.Http)
        {
            if (Permits(grant, method, uri, host))
            {
                scope = (scope ?? AddressScope.Public)
                    | (grant.AllowLoopback ? AddressScope.Loopback : AddressScope.Public)
                    | (grant.AllowPrivateNetwork ? AddressScope.PrivateNetwork : AddressScope.Public);
            }
        }

        return scope;
    }

    /// <summary>The granted directory that a path lies in, and the rest of the path; null when it lies in none.</summary>
    /// <param name="segments">The path from the guest's root, normalised.</param>
    public (SkillDirectoryGrant Grant, IReadOnlyList<string> Below)? FindDirectory(IReadOnlyList<string> segments)
    {
        foreach (SkillDirectoryGrant grant in _directories)
        {
            string[] prefix = grant.GuestPath == "/" ? [] : grant.GuestPath[1..].Split('/');
            if (prefix.Length <= segments.Count && prefix.SequenceEqual(segments.Take(prefix.Length), StringComparer.Ordinal))
            {
                return (grant, [.. segments.Skip(prefix.Length)]);
            }
        }

        return null;
    }

    private static bool Permits(SkillHttpGrant grant, string method, Uri uri, string host) =>
        (uri.Scheme == Uri.UriSchemeHttps || (grant.AllowHttp && uri.Scheme == Uri.UriSchemeHttp))
        && uri.Port == (grant.Port ?? (uri.Scheme == Uri.UriSchemeHttps ? 443 : 80))
        && grant.Methods.Contains(method, StringComparer.Ordinal)
        && HostPattern.Matches(grant.Host, host, IPAddress.TryParse(host, out _));
}

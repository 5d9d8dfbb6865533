using System.Net;
using Boternity.Skills.Grants;

namespace Boternity.Skills.Capabilities;

/// <summary>
/// The one place that decides: what a skill was granted, asked about one use. Pure: it knows nothing of runs, sockets
/// or disks. The skill's own host interface and every WASI interface ask here, and <see cref="CapabilityMeter"/>
/// records the answer.
/// </summary>
internal sealed class CapabilityPolicy
{
    private static readonly HashSet<string> NoNames = [];

    private readonly SkillGrants _grants;
    private readonly HashSet<string> _environment;
    private readonly HashSet<string> _secrets;
    private readonly HashSet<string> _declaredSecrets;
    private readonly SkillDirectoryGrant[] _directories;

    public CapabilityPolicy(SkillGrants grants, SkillManifest manifest)
    {
        _grants = grants;
        _environment = SetOf(grants.EnvironmentVariables);
        _secrets = SetOf(grants.Secrets);
        _declaredSecrets = SetOf(manifest.Secrets);
        _directories = grants.Directories.Count == 0 ? [] :
        [
            .. grants.Directories
                .OrderByDescending(grant => grant.GuestPath.Length)
                .ThenBy(grant => grant.GuestPath, StringComparer.Ordinal),
        ];
    }

    /// <summary>The granted directories, those with the longest guest paths first.</summary>
    public IReadOnlyList<SkillDirectoryGrant> Directories => _directories;

    /// <summary>The names of granted environment variables, sorted (ordinal).</summary>
    public IReadOnlyList<string> EnvironmentVariables => _grants.EnvironmentVariables;

    /// <summary>Why memories may not be searched; null where they may.</summary>
    public SkillDenialReason? CheckMemory() => _grants.RecallMemory ? null : SkillDenialReason.NotGranted;

    /// <summary>Why an environment variable may not be read; null where it may.</summary>
    public SkillDenialReason? CheckEnvironment(string name) =>
        _environment.Contains(name) ? null : SkillDenialReason.NotGranted;

    /// <summary>
    /// Why a secret may not be read; null where it may: only what the manifest declares <em>and</em> the host granted.
    /// </summary>
    public SkillDenialReason? CheckSecret(string name) =>
        !_secrets.Contains(name) ? SkillDenialReason.NotGranted
        : !_declaredSecrets.Contains(name) ? SkillDenialReason.NotDeclared
        : null;

    /// <summary>Whether any request may be sent under a capability.</summary>
    public bool MaySendHttp(SkillCapability capability) => _grants.Includes(capability);

    /// <summary>Decides on a request.</summary>
    /// <param name="method">The method.</param>
    /// <param name="uri">The URL.</param>
    /// <param name="addresses">The kinds of address that the request may connect to, where it may be sent.</param>
    /// <returns>Why it may not be sent; null where it may.</returns>
    public SkillDenialReason? CheckHttp(string method, Uri uri, out AddressScope addresses)
    {
        addresses = AddressScope.Public;
        SkillDenialReason? nearest = SkillDenialReason.NotGranted;
        string host = HostPattern.Normalize(uri);
        foreach (SkillHttpGrant grant in _grants.Http)
        {
            SkillDenialReason? denial = Check(grant, method, uri, host);
            if (denial is null)
            {
                addresses |= (grant.AllowLoopback ? AddressScope.Loopback : AddressScope.Public)
                    | (grant.AllowPrivateNetwork ? AddressScope.PrivateNetwork : AddressScope.Public);
            }

            // The grant that comes nearest tells the host most.
            nearest = denial is null
                || nearest is null ? null : Nearness(denial.Value) > Nearness(nearest.Value) ? denial : nearest;
        }

        return nearest;
    }

    /// <summary>
    /// Why a path may not be used so; null where it may, with the grant and the rest of the path below it.
    /// </summary>
    /// <param name="segments">The path from the guest's root, normalised.</param>
    /// <param name="access">What is to be done.</param>
    /// <param name="found">The granted directory that the path lies in.</param>
    public SkillDenialReason? CheckFile(
        IReadOnlyList<string> segments,
        SkillFileAccess access,
        out (SkillDirectoryGrant Grant, IReadOnlyList<string> Below) found)
    {
        foreach (SkillDirectoryGrant grant in _directories)
        {
            string[] prefix = grant.GuestPath == "/" ? [] : grant.GuestPath[1..].Split('/');
            if (prefix.Length <= segments.Count
                && prefix.SequenceEqual(segments.Take(prefix.Length), StringComparer.Ordinal))
            {
                found = (grant, [.. segments.Skip(prefix.Length)]);
                return CheckAccess(grant.Access, access);
            }
        }

        found = default;
        return _directories.Length == 0 ? SkillDenialReason.NotGranted : SkillDenialReason.OutsideDirectories;
    }

    /// <summary>Why nothing may be done so in any directory; null where something may.</summary>
    public SkillDenialReason? CheckFiles(SkillFileAccess access) =>
        _directories.Any(grant => grant.Access.HasFlag(access)) ? null
        : _directories.Length == 0 ? SkillDenialReason.NotGranted
        : SkillDenialReason.AccessNotGranted;

    /// <summary>Why a directory may not be used so; null where it may.</summary>
    public static SkillDenialReason? CheckAccess(SkillFileAccess granted, SkillFileAccess access) =>
        granted.HasFlag(access) ? null : SkillDenialReason.AccessNotGranted;

    // Most runs have no grants, and make no sets for them.
    private static HashSet<string> SetOf(IReadOnlyList<string> names) =>
        names.Count == 0 ? NoNames : new HashSet<string>(names, StringComparer.Ordinal);

    private static SkillDenialReason? Check(SkillHttpGrant grant, string method, Uri uri, string host)
    {
        if (!HostPattern.Matches(grant.Host, host, IPAddress.TryParse(host, out _)))
        {
            return SkillDenialReason.NotGranted;
        }

        bool isHttps = uri.Scheme == Uri.UriSchemeHttps;
        if (!isHttps && !(grant.AllowHttp && uri.Scheme == Uri.UriSchemeHttp))
        {
            return SkillDenialReason.PlainHttpNotGranted;
        }

        if (uri.Port != (grant.Port ?? (isHttps ? 443 : 80)))
        {
            return SkillDenialReason.PortNotGranted;
        }

        return grant.Methods.Contains(method, StringComparer.Ordinal) ? null : SkillDenialReason.MethodNotGranted;
    }

    private static int Nearness(SkillDenialReason reason) => reason switch
    {
        SkillDenialReason.MethodNotGranted => 3,
        SkillDenialReason.PortNotGranted => 2,
        SkillDenialReason.PlainHttpNotGranted => 1,
        _ => 0,
    };
}

using System.Globalization;

namespace Boternity.Skills.Grants;

/// <summary>Says in words what grants mean.</summary>
internal static class GrantWords
{
    public static IReadOnlyList<string> Of(SkillGrants grants) =>
    [
        .. grants.Directories.Where(static grant => grant.Access != SkillFileAccess.None).Select(Of),
        .. grants.Http.Where(static grant => grant.Methods.Count > 0).Select(Of),
        .. grants.EnvironmentVariables.Select(static name => $"may read the environment variable {name}"),
        .. grants.Secrets.Select(static name => $"may read the secret {name}"),
        .. grants.RecallMemory ? ["may search the memory of this host"] : Array.Empty<string>(),
        .. grants.PreciseClock ? ["may measure time exactly"] : Array.Empty<string>(),
    ];

    private static string Of(SkillDirectoryGrant grant)
    {
        string access = grant.Access switch
        {
            SkillFileAccess.Read => "read",
            SkillFileAccess.Write => "write",
            _ => "read and write",
        };
        string bound = grant.MaxBytesWritten is { } bytes
            ? string.Create(CultureInfo.InvariantCulture, $", at most {bytes} bytes a run")
            : "";
        return $"may {access} {grant.GuestPath} (the folder {grant.HostPath}{bound})";
    }

    private static string Of(SkillHttpGrant grant)
    {
        string place = grant.Host switch
        {
            "*" => "any host",
            ['*', '.', .. var domain] => $"every host below {domain}",
            _ => grant.Host,
        };
        string port = grant.Port is { } number
            ? string.Create(CultureInfo.InvariantCulture, $", port {number}")
            : "";
        string[] more =
        [
            .. grant.AllowHttp ? ["also without encryption"] : Array.Empty<string>(),
            .. grant.AllowLoopback ? ["also on this machine"] : Array.Empty<string>(),
            .. grant.AllowPrivateNetwork ? ["also in private networks"] : Array.Empty<string>(),
        ];
        string limits = more.Length == 0 ? "" : $" ({string.Join(", ", more)})";
        return $"may send {string.Join(", ", grant.Methods)} requests to {place}{port}{limits}";
    }
}

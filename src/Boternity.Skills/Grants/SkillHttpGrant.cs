using Boternity.Skills.Collections;

namespace Boternity.Skills.Grants;

/// <summary>HTTP requests that a skill may send. Each redirect is held against the grants again.</summary>
public sealed record SkillHttpGrant
{
    /// <summary>
    /// Gets the host: a name (<c>api.example.com</c>), every name below one (<c>*.example.com</c>, which leaves out
    /// <c>example.com</c>), an IP address, or <c>*</c> for every name that resolves to a permitted address.
    /// </summary>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public required string Host
    {
        get;
        init => field = GrantRules.CheckHttpHost(value);
    }

    /// <summary>Gets the port; null for the scheme's own (443 or 80).</summary>
    /// <value>null.</value>
    /// <exception cref="ArgumentException">It is not between 1 and 65535.</exception>
    public int? Port
    {
        get;
        init => field = GrantRules.CheckPort(value);
    }

    /// <summary>Gets the methods, in upper case. None given means none.</summary>
    /// <value>Empty.</value>
    /// <exception cref="ArgumentException">One is not an HTTP token.</exception>
    public IReadOnlyList<string> Methods
    {
        get;
        init => field = ValueList.Of(GrantRules.CheckMethods(value));
    }

    = [];

    /// <summary>Gets a value indicating whether unencrypted <c>http</c> is allowed beside <c>https</c>.</summary>
    /// <value>false.</value>
    public bool AllowHttp { get; init; }

    /// <summary>
    /// Gets a value indicating whether the host may resolve to a loopback address (127.0.0.0/8, ::1).
    /// </summary>
    /// <value>false.</value>
    public bool AllowLoopback { get; init; }

    /// <summary>
    /// Gets a value indicating whether the host may resolve to a private address (10/8, 172.16/12, 192.168/16,
    /// 100.64/10, fc00::/7). Link-local addresses, cloud metadata among them, are never allowed.
    /// </summary>
    /// <value>false.</value>
    public bool AllowPrivateNetwork { get; init; }
}

using Boternity.Skills.Registries.Web;

namespace Boternity.Skills.Registries.WellKnown;

/// <summary>
/// The settings of a registry over the skills that a site publishes below <c>/.well-known/agent-skills/</c>.
/// </summary>
public sealed class WellKnownRegistryOptions : HttpRegistryOptions
{
    /// <summary>
    /// Gets or sets the site, HTTPS except on this machine. It may have a path, below which <c>.well-known</c> is then.
    /// Its host may be at a private address, since the host's settings name it; others, which its index names, may not
    /// unless <see cref="Addresses.SkillAddressOptions.PrivateHosts"/> does.
    /// </summary>
    /// <value>Null: <c>https://</c> and the registry's name.</value>
    public Uri? Site { get; set; }

    /// <summary>
    /// Gets or sets a token for a site that is not public. It is sent to the host of <see cref="Site"/> only, and never
    /// logged.
    /// </summary>
    /// <value>Null: requests are anonymous.</value>
    public string? Token { get; set; }

    /// <summary>
    /// Gets or sets how long the index is served before the site is asked whether it changed; a site may say longer, up
    /// to an hour.
    /// </summary>
    /// <value>One minute.</value>
    public TimeSpan RevalidateAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets the site, also where it is the registry's name.</summary>
    internal Uri SiteAddress => Site ?? new Uri($"https://{Name}/");
}

using Boternity.Skills.Registries.Web;

namespace Boternity.Skills.Registries.ClawHub;

/// <summary>The settings of a registry over ClawHub, or over a server with its API.</summary>
public sealed class ClawHubRegistryOptions : HttpRegistryOptions
{
    /// <summary>Creates the default settings.</summary>
    public ClawHubRegistryOptions() => Name = "clawhub";

    /// <summary>Gets or sets the address of the server, HTTPS except on this machine.</summary>
    /// <value><c>https://clawhub.ai/</c>.</value>
    public Uri BaseAddress { get; set; } = new("https://clawhub.ai/");

    /// <summary>
    /// Gets or sets a token, which raises the limits of requests. It is sent to the host of <see cref="BaseAddress"/>
    /// only, and never logged.
    /// </summary>
    /// <value>Null: requests are anonymous.</value>
    public string? Token { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether skills that ClawHub calls suspicious may be had. They are then shown to
    /// whoever approves with what it says; what it calls malware is refused whatever is set here.
    /// </summary>
    /// <value>false: they are refused, and not found by a search.</value>
    public bool AllowSuspicious { get; set; }

    /// <summary>
    /// Gets or sets the name of the registry over GitHub that reads the skills whose files ClawHub leaves there.
    /// </summary>
    /// <value><c>github</c>.</value>
    public string GitHubRegistry { get; set; } = "github";
}

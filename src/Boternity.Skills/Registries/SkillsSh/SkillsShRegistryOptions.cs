using Boternity.Skills.Registries.Web;

namespace Boternity.Skills.Registries.SkillsSh;

/// <summary>
/// The settings of a registry over the search of skills.sh, which knows skills in repositories on GitHub. It needs a
/// registry over GitHub, which installs what was found.
/// </summary>
public sealed class SkillsShRegistryOptions : HttpRegistryOptions
{
    /// <summary>Creates the default settings.</summary>
    public SkillsShRegistryOptions() => Name = "skills.sh";

    /// <summary>Gets or sets the address of the server, HTTPS except on this machine.</summary>
    /// <value><c>https://skills.sh/</c>.</value>
    public Uri BaseAddress { get; set; } = new("https://skills.sh/");

    /// <summary>
    /// Gets or sets a token for the documented API (<c>/api/v1</c>), which is asked in place of the open search where a
    /// token is set. It is sent to the host of <see cref="BaseAddress"/> only, and never logged.
    /// </summary>
    /// <value>Null: the open search is asked.</value>
    public string? Token { get; set; }

    /// <summary>Gets or sets the name of the registry over GitHub that reads what was found.</summary>
    /// <value><c>github</c>.</value>
    public string GitHubRegistry { get; set; } = "github";
}

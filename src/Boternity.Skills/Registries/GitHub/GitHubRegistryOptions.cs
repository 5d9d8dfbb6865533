using Boternity.Skills.Registries.Web;

namespace Boternity.Skills.Registries.GitHub;

/// <summary>The settings of a registry over repositories on GitHub.</summary>
public sealed class GitHubRegistryOptions : HttpRegistryOptions
{
    /// <summary>Creates the default settings.</summary>
    public GitHubRegistryOptions() => Name = "github";

    /// <summary>Gets the repositories that are listed where <see cref="Repositories"/> is empty.</summary>
    /// <value><c>anthropics/skills</c> and <c>ComposioHQ/awesome-claude-skills</c>.</value>
    public static IReadOnlyList<string> DefaultRepositories { get; } =
        ["anthropics/skills", "ComposioHQ/awesome-claude-skills"];

    /// <summary>
    /// Gets the repositories that are listed, as <c>owner/repo</c>. Others are read when a reference names them.
    /// </summary>
    /// <value>Empty, which stands for <see cref="DefaultRepositories"/>.</value>
    public IList<string> Repositories { get; } = [];

    /// <summary>
    /// Gets or sets the address of the API, HTTPS except on this machine. For GitHub Enterprise Server
    /// <c>https://HOST/api/v3/</c>.
    /// </summary>
    /// <value><c>https://api.github.com/</c>.</value>
    public Uri ApiBaseAddress { get; set; } = new("https://api.github.com/");

    /// <summary>
    /// Gets or sets a token for private repositories and more requests an hour. It is sent to the host of <see
    /// cref="ApiBaseAddress"/> only, and never logged.
    /// </summary>
    /// <value>Null: requests are anonymous.</value>
    public string? Token { get; set; }

    /// <summary>Gets or sets how long an index is served before the repository is asked whether it changed.</summary>
    /// <value>One minute.</value>
    public TimeSpan RevalidateAfter { get; set; } = TimeSpan.FromMinutes(1);
}

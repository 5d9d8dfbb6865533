using Boternity.Skills.Registries.Web;

namespace Boternity.Skills.Registries.Marketplaces;

/// <summary>The settings of a registry over a plugin marketplace: its plugins' skills.</summary>
public sealed class PluginMarketplaceOptions : HttpRegistryOptions
{
    /// <summary>
    /// Gets or sets the marketplace: <c>owner/repo</c> on GitHub, the address of a repository there or on GitLab, Gitea
    /// Bitbucket or any host of Git, each with a branch, tag or commit after <c>#</c> if wanted; the HTTPS address of a
    /// <c>marketplace.json</c>; or a folder, absolute. Required.
    /// </summary>
    public string Place { get; set; } = "";

    /// <summary>
    /// Gets or sets the address of GitHub's API, HTTPS except on this machine.
    /// </summary>
    /// <value><c>https://api.github.com/</c>.</value>
    public Uri GitHubApiBaseAddress { get; set; } = new("https://api.github.com/");

    /// <summary>
    /// Gets or sets a token for GitHub. It is sent to the host of <see cref="GitHubApiBaseAddress"/> only, and never
    /// logged. Those of other hosts are <see cref="Addresses.SkillAddressOptions.Tokens"/>.
    /// </summary>
    /// <value>Null: requests are anonymous.</value>
    public string? GitHubToken { get; set; }

    /// <summary>Gets or sets how long what was read is served before it is asked whether it changed.</summary>
    /// <value>One minute.</value>
    public TimeSpan RevalidateAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Gets or sets the most repositories of plugins, beside the marketplace's own, that one list, search or look for a
    /// name reads: the likeliest ones by what the marketplace says of their plugins. A plugin that is named is always
    /// read.
    /// </summary>
    /// <value>20; at most 1,000.</value>
    public int MaxRemoteRepositories { get; set; } = 20;
}

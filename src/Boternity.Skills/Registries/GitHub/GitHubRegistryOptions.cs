namespace Boternity.Skills.Registries.GitHub;

/// <summary>The settings of a registry over repositories on GitHub.</summary>
public sealed class GitHubRegistryOptions
{
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

    /// <summary>Gets or sets how often a request that failed for a passing reason is tried again.</summary>
    /// <value>3.</value>
    public int MaxRetries { get; set; } = 3;

    /// <summary>
    /// Gets or sets the longest wait for a rate limit to end; beyond it the request fails with the time of the reset.
    /// </summary>
    /// <value>10 seconds.</value>
    public TimeSpan MaxRateLimitWait { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Gets or sets the longest wait for the headers of an answer, and for the next bytes of its body.
    /// </summary>
    /// <value>30 seconds.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the longest time for the whole body of one answer, however steadily it comes.</summary>
    /// <value>10 minutes.</value>
    public TimeSpan MaxDownloadTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets or sets the most bytes of one compressed archive.</summary>
    /// <value>128 MiB.</value>
    public long MaxDownloadBytes { get; set; } = 128L * 1024 * 1024;

    /// <summary>Gets or sets the most bytes of one archive after decompression.</summary>
    /// <value>1 GiB.</value>
    public long MaxArchiveBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>Gets or sets the registry's name, which is the name of the options.</summary>
    internal string Name { get; set; } = "github";
}

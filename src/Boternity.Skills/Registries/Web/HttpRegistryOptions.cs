namespace Boternity.Skills.Registries.Web;

/// <summary>What all registries that are read over HTTP can be told.</summary>
public abstract class HttpRegistryOptions
{
    /// <summary>Gets or sets how often a request that failed for a passing reason is tried again.</summary>
    /// <value>3; at most 10.</value>
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
    internal string Name { get; set; } = "";
}

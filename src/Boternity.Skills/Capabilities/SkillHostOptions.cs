namespace Boternity.Skills.Capabilities;

/// <summary>What the host's functions give a skill at most, whatever was granted.</summary>
public sealed class SkillHostOptions
{
    /// <summary>Gets or sets what happens when a skill uses a capability that it was not granted.</summary>
    /// <value><see cref="SkillViolationMode.Deny"/>.</value>
    public SkillViolationMode OnViolation { get; set; }

    /// <summary>Gets or sets the log lines that are kept of one execution; the rest is counted.</summary>
    /// <value>200.</value>
    public int MaxLogLines { get; set; } = 200;

    /// <summary>Gets or sets the bytes (UTF-8) of all log lines of one execution together.</summary>
    /// <value>64 KiB.</value>
    public int MaxLogBytes { get; set; } = 64 * 1024;

    /// <summary>Gets or sets the bytes of one HTTP answer's body, after decompression.</summary>
    /// <value>4 MiB.</value>
    public int MaxHttpResponseBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Gets or sets the bytes of one HTTP request's body.</summary>
    /// <value>4 MiB.</value>
    public int MaxHttpRequestBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Gets or sets the kibibytes of one HTTP answer's headers.</summary>
    /// <value>32.</value>
    public int MaxHttpHeaderKibibytes { get; set; } = 32;

    /// <summary>Gets or sets the redirects that one HTTP request follows.</summary>
    /// <value>5.</value>
    public int MaxHttpRedirects { get; set; } = 5;

    /// <summary>
    /// Gets or sets the time for one HTTP request with its redirects and its body. It counts against the time of the
    /// execution too.
    /// </summary>
    /// <value>10 seconds.</value>
    public TimeSpan HttpTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Gets the ranges of addresses that no skill's request connects to, whatever was granted, in CIDR notation
    /// (<c>10.1.0.0/16</c>, <c>fd00::/8</c>). Link-local addresses and the metadata services of the large clouds are
    /// always denied.
    /// </summary>
    /// <value>Empty.</value>
    public IList<string> DeniedNetworks { get; } = [];

    /// <summary>Gets or sets the most HTTP requests of one execution, redirects included.</summary>
    /// <value>100.</value>
    public int MaxHttpRequests { get; set; } = 100;

    /// <summary>Gets or sets the bytes of one file, read or written.</summary>
    /// <value>16 MiB.</value>
    public long MaxFileBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Gets or sets the bytes that one execution may write to files in all.</summary>
    /// <value>64 MiB.</value>
    public long MaxFileBytesWritten { get; set; } = 64 * 1024 * 1024;

    /// <summary>Gets or sets the files and directories that one execution may create.</summary>
    /// <value>1,000.</value>
    public int MaxFilesCreated { get; set; } = 1_000;

    /// <summary>Gets or sets the files and directories that one execution may hold open at once.</summary>
    /// <value>64.</value>
    public int MaxOpenFiles { get; set; } = 64;

    /// <summary>Gets or sets the entries of one directory that can be listed.</summary>
    /// <value>10,000.</value>
    public int MaxDirectoryEntries { get; set; } = 10_000;

    /// <summary>Gets or sets the memories that one search answers with.</summary>
    /// <value>100.</value>
    public int MaxRecalledMemories { get; set; } = 100;

    /// <summary>
    /// Gets or sets the bytes (UTF-8) of all memories of one search together; what does not fit is left out.
    /// </summary>
    /// <value>1 MiB.</value>
    public int MaxRecalledBytes { get; set; } = 1024 * 1024;
}

/// <summary>What happens when a skill uses a capability that it was not granted.</summary>
public enum SkillViolationMode
{
    /// <summary>The call answers that it was denied, and the skill goes on. The default.</summary>
    Deny = 0,

    /// <summary>The run ends at once with a <see cref="SkillCapabilityDeniedException"/>.</summary>
    Terminate = 1,
}

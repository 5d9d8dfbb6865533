namespace Boternity.Skills.Auditing;

/// <summary>Settings of the audit log that appends JSON lines to a file.</summary>
public sealed class SkillAuditOptions
{
    /// <summary>
    /// Gets or sets the directory of the log: <c>audit.jsonl</c>, and <c>audit-000001.jsonl</c> and so on before it.
    /// Several processes may write it.
    /// </summary>
    /// <value><c>boternity/audit</c> below <see cref="Environment.SpecialFolder.LocalApplicationData"/>.</value>
    public string DirectoryPath { get; set; } = Path.Combine(
        Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "boternity",
        "audit");

    /// <summary>Gets or sets the bytes after which a new file is begun. An event is never split.</summary>
    /// <value>16 MiB.</value>
    public long MaxFileBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Gets or sets what happens when an event cannot be written.</summary>
    /// <value><see cref="SkillAuditFailureMode.FailClosed"/>.</value>
    public SkillAuditFailureMode OnFailure { get; set; }

    /// <summary>
    /// Gets or sets the key of the chain, at least 32 bytes, which the log does not contain. With it, a log that was
    /// written anew shows in a verification, and so do lines that were cut off its end. Keep it where those who may
    /// write the log cannot read it.
    /// </summary>
    /// <value>null: the chain has no key.</value>
    public byte[]? Key { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether each event waits until it is on the disk itself, so that it outlives a
    /// power cut, which costs milliseconds.
    /// </summary>
    /// <value>false: an event outlives the process, not the machine.</value>
    public bool FlushToDisk { get; set; }
}

/// <summary>What happens when an audit event cannot be written.</summary>
public enum SkillAuditFailureMode
{
    /// <summary>What was to be audited fails too. The default.</summary>
    FailClosed = 0,

    /// <summary>An error is logged, and things go on without the event.</summary>
    FailOpen = 1,
}

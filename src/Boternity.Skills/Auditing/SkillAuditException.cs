namespace Boternity.Skills.Auditing;

/// <summary>An audit event cannot be written, or an audit log cannot be read.</summary>
public sealed class SkillAuditException : SkillTrustException
{
    /// <summary>Creates the error.</summary>
    public SkillAuditException(string code, string path, string message, Exception? innerException = null)
        : base(code, null, message, innerException) => Path = path;

    /// <summary>Gets the log's file or directory.</summary>
    public string Path { get; }
}

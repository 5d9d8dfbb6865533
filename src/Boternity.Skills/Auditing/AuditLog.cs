using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Auditing;

internal static partial class AuditLog
{
    [LoggerMessage(
        EventId = 5001,
        Level = LogLevel.Error,
        Message = "The audit event {Action} of '{Skill}' was not written to '{Directory}'")]
    public static partial void Failed(
        ILogger logger, SkillAuditAction action, string skill, string directory, Exception exception);
}

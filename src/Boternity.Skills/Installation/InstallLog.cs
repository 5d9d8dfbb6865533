using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Installation;

internal static partial class InstallLog
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Debug, Message = "Resolved {Reference} to {Source}")]
    public static partial void Resolved(ILogger logger, string reference, SkillSource source);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Information, Message = "Installed {Source} as {Directory} ({Tier}, {Kind})")]
    public static partial void Installed(ILogger logger, SkillSource source, string directory, SkillTrustTier tier, string kind);
}

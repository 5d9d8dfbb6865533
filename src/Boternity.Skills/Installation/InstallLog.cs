using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Installation;

internal static partial class InstallLog
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Debug, Message = "Resolved {Reference} to {Source}")]
    public static partial void Resolved(ILogger logger, string reference, SkillSource source);

    [LoggerMessage(
        EventId = 1004,
        Level = LogLevel.Information,
        Message = "{Reference} is taken from {Source}, which comes first; also in {Alternatives}")]
    public static partial void Chosen(
        ILogger logger, string reference, SkillSource source, IReadOnlyList<SkillSource> alternatives);

    [LoggerMessage(
        EventId = 1003,
        Level = LogLevel.Warning,
        Message = "{SkillId} ({Source}) is a tool skill and brings no program: a stub answers with its own text")]
    public static partial void Stub(ILogger logger, string skillId, SkillSource source);

    [LoggerMessage(
        EventId = 1002, Level = LogLevel.Information, Message = "Installed {Source} as {SkillId} ({Tier}, {Kind})")]
    public static partial void Installed(
        ILogger logger, SkillSource source, string skillId, SkillTrustTier tier, string kind);
}

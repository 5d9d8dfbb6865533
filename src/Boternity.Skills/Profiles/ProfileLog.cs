using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Profiles;

internal static partial class ProfileLog
{
    [LoggerMessage(
        EventId = 3101,
        Level = LogLevel.Warning,
        Message = "The bot {Profile} does without {SkillId}: {Problem}")]
    public static partial void DoesWithout(ILogger logger, string profile, string skillId, string problem);
}

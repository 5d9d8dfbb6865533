using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Storage;

internal static partial class StoreLog
{
    [LoggerMessage(EventId = 3001, Level = LogLevel.Debug, Message = "Wrote {SkillId} to the store: {Files} files")]
    public static partial void Installed(ILogger logger, string skillId, int files);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Information, Message = "Removed {SkillId} from the store")]
    public static partial void Removed(ILogger logger, string skillId);

    [LoggerMessage(
        EventId = 3003,
        Level = LogLevel.Warning,
        Message = "Left {Path} out of {SkillId}: the name is the store's own")]
    public static partial void LeftOut(ILogger logger, string path, string skillId);

    [LoggerMessage(EventId = 3004, Level = LogLevel.Warning, Message = "Skipped the entry {SkillId}: {Problem}")]
    public static partial void Damaged(ILogger logger, string skillId, string problem);

    [LoggerMessage(
        EventId = 3005,
        Level = LogLevel.Information,
        Message = "Moved {SkillId} back: its replacement was interrupted")]
    public static partial void Recovered(ILogger logger, string skillId);

    [LoggerMessage(
        EventId = 3006,
        Level = LogLevel.Debug,
        Message = "Reading {SkillId} from where its interrupted replacement left it")]
    public static partial void NotRecovered(ILogger logger, string skillId, Exception exception);

    [LoggerMessage(
        EventId = 3007, Level = LogLevel.Warning, Message = "Could not delete {Path}; the next write tries again")]
    public static partial void LeftOver(ILogger logger, string path, Exception exception);

    [LoggerMessage(
        EventId = 3009, Level = LogLevel.Information, Message = "Rolled {SkillId} back to the version before")]
    public static partial void RolledBack(ILogger logger, string skillId);

    [LoggerMessage(EventId = 3010, Level = LogLevel.Information, Message = "Changed what {SkillId} is granted")]
    public static partial void Granted(ILogger logger, string skillId);

    [LoggerMessage(
        EventId = 3011, Level = LogLevel.Information, Message = "Revoked everything that {SkillId} was granted")]
    public static partial void Revoked(ILogger logger, string skillId);

    [LoggerMessage(
        EventId = 3008,
        Level = LogLevel.Error,
        Message = "Could not undo the replacement of {Path}; the next write does")]
    public static partial void UndoFailed(ILogger logger, string path, Exception exception);
}

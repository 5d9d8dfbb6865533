namespace Boternity.Skills.Samples.SkillServer;

internal static partial class ServerLog
{
    [LoggerMessage(
        1,
        LogLevel.Critical,
        "The server would listen on {Address}, where others reach it, and Skills:ApiKeys is empty; it stops. Set a "
            + "key, or listen on loopback.")]
    public static partial void NoKeys(ILogger logger, string address);
}

using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Execution;

internal static partial class ExecutionLog
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Debug, Message = "Executing {Skill} as {InvocationId} ({Tier})")]
    public static partial void Started(ILogger logger, string skill, string invocationId, SkillTrustTier tier);

    [LoggerMessage(
        EventId = 4002,
        Level = LogLevel.Information,
        Message = "Executed {Skill} as {InvocationId}: {Fuel} fuel, {DurationMs} ms, stub {IsStub}")]
    public static partial void Completed(
        ILogger logger, string skill, string invocationId, long fuel, double durationMs, bool isStub);

    [LoggerMessage(
        EventId = 4003, Level = LogLevel.Debug, Message = "Function {Function} is hot and stays interpreted: {Reason}")]
    public static partial void StaysInterpreted(ILogger logger, int function, string reason);

    [LoggerMessage(
        EventId = 4004,
        Level = LogLevel.Warning,
        Message = "The runtime refused the machine code of function {Function}; it stays interpreted")]
    public static partial void CodeRefused(ILogger logger, int function, Exception exception);

    [LoggerMessage(
        EventId = 4005,
        Level = LogLevel.Information,
        Message = "The runtime has no dynamic code: every skill is interpreted")]
    public static partial void InterpretsOnly(ILogger logger);

    // The name is a stranger's: the manifest's rules have made it harmless.
    [LoggerMessage(
        EventId = 4006,
        Level = LogLevel.Warning,
        Message = "The {Runtime} scripts of {Skill} could not be analyzed: {Reason}")]
    public static partial void AnalysisFailed(ILogger logger, string runtime, string skill, string reason);

    [LoggerMessage(
        EventId = 4007,
        Level = LogLevel.Debug,
        Message = "The profile {Path} cannot be read or written; its program starts without")]
    public static partial void ProfileUnavailable(ILogger logger, string path, Exception exception);

    [LoggerMessage(
        EventId = 4008,
        Level = LogLevel.Warning,
        Message = "States of script runtimes in {Path} are not used: {Problem}")]
    public static partial void RuntimeFilesNotUsed(ILogger logger, string path, string problem);

    [LoggerMessage(
        EventId = 4012, Level = LogLevel.Warning, Message = "Profiles of programs in {Path} are not used: {Problem}")]
    public static partial void ProfilesNotUsed(ILogger logger, string path, string problem);

    [LoggerMessage(
        EventId = 4009, Level = LogLevel.Warning, Message = "What was kept of a script runtime in {Path} is damaged")]
    public static partial void RuntimeFileDamaged(ILogger logger, string path);

    [LoggerMessage(
        EventId = 4010,
        Level = LogLevel.Warning,
        Message = "What is kept of a script runtime in {Path} cannot be read or written: {Reason}")]
    public static partial void RuntimeFileFailed(ILogger logger, string path, string reason);
}

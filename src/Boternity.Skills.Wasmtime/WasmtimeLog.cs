using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Wasmtime;

internal static partial class WasmtimeLog
{
    [LoggerMessage(
        EventId = 1,
        Level = LogLevel.Warning,
        Message = "Wasmtime is not available ({Problem}); the engine '{Engine}' serves in its place")]
    public static partial void FellBack(ILogger logger, string problem, string engine);

    [LoggerMessage(
        EventId = 2,
        Level = LogLevel.Warning,
        Message = "The compiled program {Path} was not made with this cache's key, or was changed; compiling it anew")]
    public static partial void ArtifactRefused(ILogger logger, string path);

    [LoggerMessage(
        EventId = 3,
        Level = LogLevel.Warning,
        Message = "The cache of compiled programs in {Directory} cannot be used")]
    public static partial void CacheUnavailable(ILogger logger, string directory, Exception exception);

    [LoggerMessage(
        EventId = 4,
        Level = LogLevel.Debug,
        Message = "Compiled a program of {Bytes} bytes in {Milliseconds} ms")]
    public static partial void Compiled(ILogger logger, int bytes, long milliseconds);
}

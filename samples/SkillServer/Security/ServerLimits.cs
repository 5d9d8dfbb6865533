using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Boternity.Skills.Samples.SkillServer.Security;

/// <summary>What one client may take of the server, most of it before it is known who it is.</summary>
internal static class ServerLimits
{
    private const long MaxBodyBytes = 1024 * 1024;
    private const int MaxHeaders = 50;
    private const int MaxHeaderBytes = 16 * 1024;
    private const int MaxConnections = 1_000;
    private const double LeastBytesPerSecond = 240;

    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(5);

    public static void Apply(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = MaxBodyBytes;
        limits.MaxRequestHeaderCount = MaxHeaders;
        limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        limits.MaxConcurrentConnections = MaxConnections;
        limits.RequestHeadersTimeout = HeadersTimeout;

        // A body that drips ends its connection.
        limits.MinRequestBodyDataRate = new MinDataRate(LeastBytesPerSecond, HeadersTimeout);
    }

    /// <summary>What the server answers to an error that is no skill's.</summary>
    public static int StatusOf(Exception error) => error is Microsoft.AspNetCore.Http.BadHttpRequestException bad
        ? bad.StatusCode
        : StatusCodes.Status500InternalServerError;
}

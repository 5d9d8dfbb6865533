using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Mcp;

internal static partial class CatalogLog
{
    [LoggerMessage(6001, LogLevel.Warning, "What the MCP server offers could not be brought up to date: {Problem}")]
    public static partial void NotRefreshed(ILogger logger, string problem);
}

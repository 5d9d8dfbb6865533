using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Testing.Hosts;

/// <summary>Gives every category the same logger.</summary>
internal sealed class ListLoggerProvider(ILogger logger) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => logger;

    public void Dispose()
    {
    }
}

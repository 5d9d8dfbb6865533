using System.Net;

namespace Boternity.Skills.Capabilities.Http;

/// <summary>Turns a host's name into addresses.</summary>
internal interface IHostResolver
{
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);
}

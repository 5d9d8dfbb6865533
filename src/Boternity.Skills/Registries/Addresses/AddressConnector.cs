using System.Net;
using System.Net.Sockets;
using Boternity.Skills.Capabilities;
using Boternity.Skills.Capabilities.Http;

namespace Boternity.Skills.Registries.Addresses;

/// <summary>
/// Connects to the hosts of pasted addresses: to public addresses alone, unless the host's settings name the host. The
/// address that is checked is the one that is connected to.
/// </summary>
internal static class AddressConnector
{
    /// <summary>The name of the HTTP client for pasted addresses.</summary>
    public const string HttpClientName = "Boternity.Skills.Addresses";

    /// <summary>Creates a handler.</summary>
    /// <param name="mayBePrivate">Whether a host may be at an address of this machine or of a private network.</param>
    /// <param name="resolveAsync">Asks for the addresses of a name; null for the machine's own resolver.</param>
    public static HttpMessageHandler CreateHandler(
        Predicate<string> mayBePrivate,
        Func<string, CancellationToken, Task<IPAddress[]>>? resolveAsync = null)
    {
        resolveAsync ??= Dns.GetHostAddressesAsync;
        return new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectCallback = (context, token) => ConnectAsync(context, mayBePrivate, resolveAsync, token),
        };
    }

    private static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        Predicate<string> mayBePrivate,
        Func<string, CancellationToken, Task<IPAddress[]>> resolveAsync,
        CancellationToken cancellationToken)
    {
        string host = context.DnsEndPoint.Host.TrimStart('[').TrimEnd(']');
        IPAddress[] addresses = IPAddress.TryParse(host, out IPAddress? literal)
            ? [literal]
            : await resolveAsync(host, cancellationToken).ConfigureAwait(false);
        AddressScope scope = mayBePrivate(host)
            ? AddressScope.Loopback | AddressScope.PrivateNetwork
            : AddressScope.Public;
        IPAddress[] permitted = [.. addresses.Where(address => AddressRules.FindRefusal(address, scope) is null)];
        if (permitted.Length == 0)
        {
            throw new SkillRegistryException(
                SkillErrorCodes.RegistryAccessDenied,
                SkillAddress.WebRegistry,
                $"'{host}' is at no public address; a host that may be read all the same is named in "
                    + $"{nameof(SkillAddressOptions)}.{nameof(SkillAddressOptions.PrivateHosts)}.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(permitted, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

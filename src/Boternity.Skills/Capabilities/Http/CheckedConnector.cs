using System.Net;
using System.Net.Sockets;
using Boternity.Skills.Text;
using Microsoft.Extensions.Logging;

namespace Boternity.Skills.Capabilities.Http;

/// <summary>
/// Opens the connections of skills' requests. It resolves the name, checks each address and connects to the very
/// address that it checked, so that a name cannot resolve to one address for the check and to another for
/// the connection.
/// </summary>
internal sealed class CheckedConnector(
    AddressScope allowed, IHostResolver resolver, IReadOnlyList<IPNetwork> denied, ILogger logger)
{
    /// <summary>What masks the secrets of the run that a request is sent for: a host's name may be one.</summary>
    public static readonly HttpRequestOptionsKey<SecretRedactor> Redactor = new("Boternity.Skills.Redactor");

    /// <summary>How long one address may take while others are left to try.</summary>
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The handler that sends skills' requests: no redirects, cookies, credentials, proxy or trace headers of its
    /// own accord.
    /// </summary>
    public static SocketsHttpHandler CreateHandler(
        AddressScope allowed, IHostResolver resolver, SkillHostOptions options, ILogger logger) =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            Credentials = null,
            PreAuthenticate = false,
            ActivityHeadersPropagator = null,
            AutomaticDecompression = DecompressionMethods.All,
            MaxResponseHeadersLength = options.MaxHttpHeaderKibibytes,
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = new CheckedConnector(
                allowed, resolver, [.. options.DeniedNetworks.Select(network => IPNetwork.Parse(network))], logger)
                .ConnectAsync,
        };

    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        string host = context.DnsEndPoint.Host.TrimStart('[').TrimEnd(']');
        IPAddress[] addresses = IPAddress.TryParse(host, out IPAddress? literal)
            ? [literal]
            : await resolver.ResolveAsync(host, cancellationToken).ConfigureAwait(false);
        IPAddress[] permitted =
        [
            .. addresses
                .Select(address => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)
                .Where(address => IsPermitted(address, host, context.InitialRequestMessage)),
        ];
        if (permitted.Length == 0)
        {
            throw addresses.Length == 0
                ? new SocketException((int)SocketError.HostNotFound)
                : new AddressRefusedException(host);
        }

        for (int i = 0; ; i++)
        {
            try
            {
                return await ConnectAsync(
                    permitted[i], context.DnsEndPoint.Port, isLast: i == permitted.Length - 1, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (Exception e) when (
                i < permitted.Length - 1
                && !cancellationToken.IsCancellationRequested
                && e is SocketException or OperationCanceledException)
            {
                // The next address may answer.
            }
        }
    }

    private static async Task<Stream> ConnectAsync(
        IPAddress address, int port, bool isLast, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (!isLast)
            {
                attempt.CancelAfter(AttemptTimeout);
            }

            await socket.ConnectAsync(new IPEndPoint(address, port), attempt.Token).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool IsPermitted(IPAddress address, string host, HttpRequestMessage request)
    {
        if (AddressRules.FindRefusal(address, allowed, denied) is not { } rule)
        {
            return true;
        }

        string shown = request.Options.TryGetValue(Redactor, out SecretRedactor? redactor)
            ? redactor.Redact(host)
            : host;
        CapabilityLog.AddressRefused(logger, address.ToString(), rule, DisplayText.OneLine(shown));
        return false;
    }
}

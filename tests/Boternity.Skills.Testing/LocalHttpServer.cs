using System.Net;
using System.Net.Sockets;

namespace Boternity.Skills.Testing;

/// <summary>
/// An HTTP server on a free port of 127.0.0.1 that needs no more than the runtime. It answers one request after the
/// other; an answer that fails ends it, and <see cref="Dispose"/> throws what it failed with.
/// </summary>
internal sealed class LocalHttpServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<HttpListenerContext, Task> _answerAsync;
    private readonly Task _serving;

    /// <summary>Starts it.</summary>
    /// <param name="answerAsync">Answers a request and closes the response.</param>
    public LocalHttpServer(Func<HttpListenerContext, Task> answerAsync)
    {
        _answerAsync = answerAsync;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port { get; }

    public void Dispose()
    {
        _listener.Close();
        _serving.GetAwaiter().GetResult();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // The listener was closed.
                return;
            }

            await _answerAsync(context);
        }
    }
}

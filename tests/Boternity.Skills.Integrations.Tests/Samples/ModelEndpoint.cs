using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Boternity.Skills.Integrations.Tests.Samples;

/// <summary>An endpoint of OpenAI's chat completions that always gives the same answer, on loopback.</summary>
internal sealed class ModelEndpoint : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _answer;
    private Task _serving = Task.CompletedTask;

    private ModelEndpoint(string answer, int port)
    {
        _answer = answer;
        Port = port;
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
    }

    public int Port { get; }

    public ConcurrentQueue<(string Path, string? Authorization, JsonElement Body)> Requests { get; } = new();

    public static ModelEndpoint Start(string answer)
    {
        int port;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        var endpoint = new ModelEndpoint(answer, port);
        endpoint._listener.Start();
        endpoint._serving = endpoint.ServeAsync();
        return endpoint;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
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
                return;
            }

            using JsonDocument body = await JsonDocument.ParseAsync(context.Request.InputStream);
            Requests.Enqueue((
                context.Request.Url!.AbsolutePath, context.Request.Headers["Authorization"], body.RootElement.Clone()));
            byte[] answer = JsonSerializer.SerializeToUtf8Bytes(new
            {
                id = "1",
                @object = "chat.completion",
                created = 1,
                model = "some-model",
                choices = new[]
                {
                    new { index = 0, message = new { role = "assistant", content = _answer }, finish_reason = "stop" },
                },
                usage = new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 },
            });
            context.Response.ContentType = "application/json";
            await context.Response.OutputStream.WriteAsync(answer);
            context.Response.Close();
        }
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace Boternity.Skills.Integrations.Tests.Samples;

/// <summary>An endpoint of OpenAI's chat completions that always gives the same answer, on loopback.</summary>
internal sealed class ModelEndpoint : IDisposable
{
    private readonly string _answer;
    private readonly LocalHttpServer _server;

    public ModelEndpoint(string answer)
    {
        _answer = answer;
        _server = new LocalHttpServer(AnswerAsync);
    }

    public int Port => _server.Port;

    public ConcurrentQueue<(string Path, string? Authorization, JsonElement Body)> Requests { get; } = new();

    public void Dispose() => _server.Dispose();

    private async Task AnswerAsync(HttpListenerContext context)
    {
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

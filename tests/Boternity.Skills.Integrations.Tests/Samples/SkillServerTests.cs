using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Boternity.Skills.Integrations.Tests.Samples;

/// <summary>The sample SkillServer, over real HTTP: one process with keys for all tests.</summary>
public sealed class SkillServerTests
{
    private static readonly TemporaryDirectory Directory = new();
    private static readonly ConcurrentQueue<string> Received = new();
    private static WebApplication _collector = null!;
    private static SkillServerProcess _server = null!;

    [OneTimeSetUp]
    public static async Task StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _collector = builder.Build();
        _collector.MapPost("/v1/{signal}", async (HttpContext context, string signal) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            Received.Enqueue($"{signal}: {Encoding.Latin1.GetString(body.ToArray())}");
        });
        await _collector.StartAsync();
        _server = await SkillServerProcess.StartAsync(
            Directory.PathOf("store"),
            new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Urls.First(),
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "100",
            },
            $"--Skills:ApiKeys:{SkillServerProcess.User}",
            SkillServerProcess.Key);
    }

    [OneTimeTearDown]
    public static async Task StopAsync()
    {
        await _server.DisposeAsync();
        await _collector.DisposeAsync();
        Directory.Dispose();
    }

    private static async Task<List<SseItem<JsonElement>>> InstallAsync(string reference)
    {
        using HttpClient client = _server.CreateClient();
        using HttpResponseMessage response = await client.PostAsJsonAsync("/skills", new { reference });
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/event-stream"));
        List<SseItem<JsonElement>> events = [];
        await foreach (SseItem<JsonElement> item in SseParser
            .Create(
                await response.Content.ReadAsStreamAsync(),
                (_, data) => JsonSerializer.Deserialize<JsonElement>(data))
            .EnumerateAsync())
        {
            events.Add(item);
        }

        return events;
    }

    /// <summary>Installs js-tour anew, whatever other tests left.</summary>
    private static async Task<List<SseItem<JsonElement>>> InstallTourAsync()
    {
        using HttpClient client = _server.CreateClient();
        using HttpResponseMessage removed = await client.DeleteAsync(new Uri("/skills/js-tour", UriKind.Relative));
        return await InstallAsync("local/js-tour");
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> ExecuteAsync(string id, string input)
    {
        using HttpClient client = _server.CreateClient();
        using HttpResponseMessage response = await client.PostAsJsonAsync($"/skills/{id}/execute", new { input });
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    [Test]
    public async Task Install_OfWhatIsAllowed_TellsItsProgressAndWhatItInstalled()
    {
        List<SseItem<JsonElement>> events = await InstallTourAsync();

        Assert.That(
            events.SkipLast(1).Where(item => item.Data.GetProperty("bytes").ValueKind == JsonValueKind.Null)
                .Select(item => (item.EventType, item.Data.GetProperty("step").GetString())),
            Is.EqualTo(((string, string)[])
            [
                ("progress", "Resolving"), ("progress", "Fetching"), ("progress", "Compiling"),
                ("progress", "Approving"), ("progress", "Storing"), ("progress", "Installed"),
            ]));
        JsonElement fetched = events.Last(
            item => item.EventType == "progress"
                && item.Data.GetProperty("bytes").ValueKind == JsonValueKind.Number).Data;
        Assert.That(fetched.GetProperty("bytes").GetInt64(), Is.GreaterThan(1_000_000));
        Assert.That(
            fetched.GetProperty("totalBytes").GetInt64(), Is.EqualTo(fetched.GetProperty("bytes").GetInt64()));
        Assert.That(events[^1].EventType, Is.EqualTo("installed"));
        Assert.That(events[^1].Data.GetProperty("id").GetString(), Is.EqualTo("js-tour"));
        Assert.That(events[^1].Data.GetRawText(), Does.Not.Contain(Directory.Root));
    }

    [Test]
    public async Task Execute_OfAnInstalledSkill_GivesItsAnswerAndCost()
    {
        await InstallTourAsync();
        (HttpStatusCode status, JsonElement body) = await ExecuteAsync("js-tour", """{"op":"upper","value":"hello"}""");

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK), body.GetRawText());
        Assert.That(body.GetProperty("output").GetString(), Is.EqualTo("HELLO"));
        Assert.That(body.GetProperty("fuel").GetInt64(), Is.GreaterThan(0));
    }

    [Test]
    public async Task Mcp_WithAKey_CallsTheSkillForTheKeysUser()
    {
        await InstallTourAsync();
        var messages = new ConcurrentQueue<string?>();
        await using McpClient client = await McpClient.CreateAsync(new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Endpoint = new Uri(_server.Address, "/mcp"),
                AdditionalHeaders = new Dictionary<string, string>
                {
                    ["Authorization"] = $"Bearer {SkillServerProcess.Key}",
                },
            }));

        CallToolResult result = await client.CallToolAsync(
            "js-tour",
            new Dictionary<string, object?> { ["input"] = """{"op":"log","level":"info","message":"half"}""" },
            new Recorder(messages.Enqueue));

        Assert.That(result.Content.OfType<TextContentBlock>().Single().Text, Is.EqualTo("logged"));
        Assert.That(messages, Is.EquivalentTo((string[])["js-tour has begun", "info: half"]));
    }

    [TestCase("/skills")]
    [TestCase("/mcp")]
    public async Task Request_WithoutAKey_IsRefused(string path)
    {
        foreach (string? key in (string?[])[null, "another key"])
        {
            using HttpClient client = _server.CreateClient(key);
            using HttpResponseMessage response = await client.PostAsJsonAsync(path, new { });

            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(response.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer"));
        }
    }

    [Test]
    public async Task Install_OfWhatIsNotAllowed_EndsWithAProblem()
    {
        List<SseItem<JsonElement>> events = await InstallAsync("local/haiku-coach");

        Assert.That(events[^1].EventType, Is.EqualTo("error"));
        Assert.That(events[^1].Data.GetProperty("code").GetString(), Is.EqualTo("BSK7202"));
        Assert.That(events[^1].Data.GetProperty("status").GetInt32(), Is.EqualTo(403));
    }

    [Test]
    public async Task Error_OfASkill_IsAProblemWithItsCode()
    {
        await InstallTourAsync();
        (HttpStatusCode missing, JsonElement unknown) = await ExecuteAsync("nobody", "");
        (HttpStatusCode failed, JsonElement thrown) = await ExecuteAsync(
            "js-tour", """{"op":"throw","message":"no such thing"}""");
        using HttpClient client = _server.CreateClient();
        using HttpResponseMessage reference = await client.PostAsJsonAsync("/skills", new { reference = "#" });

        Assert.That(missing, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(unknown.GetProperty("code").GetString(), Is.EqualTo("BSK4002"));
        Assert.That(unknown.GetRawText(), Does.Not.Contain(Directory.Root));
        Assert.That(failed, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(thrown.GetProperty("code").GetString(), Is.EqualTo("BSK6008"));
        Assert.That(thrown.GetProperty("detail").GetString(), Does.Contain("no such thing"));
        Assert.That(reference.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(reference.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
    }

    [TestCase("/skills/js-tour/execute")]
    [TestCase("/mcp")]
    public async Task Request_WithABodyAboveTheLimit_IsAProblem(string path)
    {
        using HttpClient client = _server.CreateClient();
        client.DefaultRequestHeaders.ExpectContinue = true;
        client.DefaultRequestHeaders.Add("Accept", "application/json, text/event-stream");
        using var body = new StringContent(
            $$"""{"input":"{{new string('x', 2 * 1024 * 1024)}}"}""", Encoding.UTF8, "application/json");

        using HttpResponseMessage response = await client.PostAsync(new Uri(path, UriKind.Relative), body);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
    }

    [Test]
    public async Task Request_WithAFloodOfHeaders_IsRefused()
    {
        using HttpClient client = _server.CreateClient();
        for (int i = 0; i < 100; i++)
        {
            client.DefaultRequestHeaders.Add($"X-{i}", "x");
        }

        using HttpResponseMessage response = await client.GetAsync(new Uri("/skills", UriKind.Relative));

        Assert.That((int)response.StatusCode, Is.EqualTo(431));
    }

    [TestCase("GET /skills HTTP/1.1\r\nHost: localhost\r\nX-A: ")]
    [TestCase("POST /skills HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer a key of a test\r\n"
        + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")]
    public async Task Client_ThatNeverEndsItsRequest_IsCutOff(string begun)
    {
        using var connection = new System.Net.Sockets.TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, _server.Address.Port);
        await using System.Net.Sockets.NetworkStream stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(begun));
        using var reader = new StreamReader(stream);

        string answer = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(1));

        Assert.That(answer, Does.StartWith("HTTP/1.1 408").Or.Empty);
    }

    private static IEnumerable<TestCaseData> Hostile() => ((string[])
    [
        "", "null", "[]", "{", "{}", "\"x\"", new string('[', 5_000),
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\\ud800\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"tools/list\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"../../etc/passwd\"}",
        $"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"{new string('m', 500_000)}\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"no\\u0000such\"}}",
        "{\"jsonrpc\":\"9.9\",\"id\":1e400,\"method\":7}",
    ]).Select(static (message, i) => new TestCaseData(message).SetArgDisplayNames($"message {i}"));

    [TestCaseSource(nameof(Hostile))]
    public async Task Mcp_MessageThatIsNone_IsRefusedAndTheServerGoesOn(string message)
    {
        using HttpClient client = _server.CreateClient();
        client.DefaultRequestHeaders.Add("Accept", "application/json, text/event-stream");
        using var body = new StringContent(message, Encoding.UTF8, "application/json");

        using HttpResponseMessage response = await client.PostAsync(new Uri("/mcp", UriKind.Relative), body);
        string text = await response.Content.ReadAsStringAsync();

        Assert.That((int)response.StatusCode, Is.InRange(400, 499), text);
        Assert.That(text, Does.Not.Contain("   at "), "No stack of the server.");
        Assert.That(await client.GetStringAsync(new Uri("/health", UriKind.Relative)), Is.EqualTo("Healthy"));
    }

    [Test]
    public async Task Health_WithoutAKey_IsHealthy()
    {
        using HttpClient client = _server.CreateClient(null);

        Assert.That(await client.GetStringAsync(new Uri("/health", UriKind.Relative)), Is.EqualTo("Healthy"));
    }

    [Test]
    public async Task Telemetry_OfAnExecution_ReachesTheCollector()
    {
        await InstallTourAsync();
        await ExecuteAsync("js-tour", """{"op":"upper","value":"hello"}""");

        Assert.That(() => Has("traces", "boternity.skills.execute"), Is.True.After(20_000, 50));
        Assert.That(() => Has("traces", "POST /skills/{id}/execute"), Is.True.After(20_000, 50));
        Assert.That(() => Has("metrics", "boternity.skills.executions"), Is.True.After(20_000, 50));

        static bool Has(string signal, string text) => Received.Any(
            body => body.StartsWith(signal, StringComparison.Ordinal) && body.Contains(text, StringComparison.Ordinal));
    }

    [Test]
    public async Task Remove_OfASkill_IsDoneOnce()
    {
        await InstallTourAsync();
        using HttpClient client = _server.CreateClient();
        using HttpResponseMessage first = await client.DeleteAsync(new Uri("/skills/js-tour", UriKind.Relative));
        using HttpResponseMessage second = await client.DeleteAsync(new Uri("/skills/js-tour", UriKind.Relative));

        Assert.That(first.StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await client.GetStringAsync(new Uri("/skills", UriKind.Relative)), Is.EqualTo("[]"));
    }

    [Test]
    public async Task Server_BeyondLoopbackWithoutKeys_Stops()
    {
        (int code, string output) = await SkillServerProcess.RunAsync(
            Directory.PathOf("other"), "--urls", "http://0.0.0.0:0");

        Assert.That(code, Is.EqualTo(1), output);
        Assert.That(output, Does.Contain("Skills:ApiKeys is empty"));
    }

    [Test]
    public async Task Server_OnLoopbackWithoutKeys_AnswersUnderItsOwnNameAlone()
    {
        await using SkillServerProcess server = await SkillServerProcess.StartAsync(Directory.PathOf("open"));
        using HttpClient client = server.CreateClient(null);
        using var rebound = new HttpRequestMessage(HttpMethod.Get, "/skills") { Headers = { Host = "evil.example" } };

        using HttpResponseMessage refused = await client.SendAsync(rebound);

        Assert.That(await client.GetStringAsync(new Uri("/skills", UriKind.Relative)), Is.EqualTo("[]"));
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    private sealed class Recorder(Action<string?> seen) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value) => seen(value.Message);
    }
}

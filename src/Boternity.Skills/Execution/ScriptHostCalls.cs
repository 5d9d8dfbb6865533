using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Boternity.Skills.Capabilities;
using Boternity.Skills.Capabilities.Sessions;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Execution;

/// <summary>
/// Answers <c>boternity:script/host</c> of one run: HTTP under the run's grants, other scripts of the same skill, and
/// the functions of <c>boternity:skill/host</c>. A request and an answer are a JSON object, a line feed, and bytes.
/// </summary>
internal sealed class ScriptHostCalls(
    SkillHostSession host,
    SkillHostOptions options,
    Func<NestedScript, CancellationToken, Task<WasmRunResult>> runNested) : IScriptHost
{
    public const int Http = 1;
    public const int Script = 2;
    public const int HostFunction = 3;

    // What an answer's JSON object has beside an answer's headers.
    private const int OtherHeaderBytes = 4 * 1024;

    // As text of two bytes a character, and as JSON, where a character can take six.
    private const int HeaderFactor = 8;

    /// <summary>
    /// What the host may hold for an answer: its body, the room of the piece that is read, and its headers.
    /// </summary>
    public int MaxAnswerBytes => (int)Math.Min(
        int.MaxValue,
        (long)options.MaxHttpResponseBytes + AnswerPieces.MaxPieceBytes + OtherHeaderBytes
            + ((long)options.MaxHttpHeaderKibibytes * 1024 * HeaderFactor));

    public async ValueTask<ScriptHostAnswer?> CallAsync(
        ScriptHostCall call, CancellationToken cancellationToken = default)
    {
        int end = call.Request.Span.IndexOf((byte)'\n');
        ReadOnlyMemory<byte> header = end < 0 ? call.Request : call.Request[..end];
        ReadOnlyMemory<byte> body = end < 0 ? default : call.Request[(end + 1)..];
        try
        {
            using JsonDocument json = JsonDocument.Parse(header);
            return call.Operation switch
            {
                Http => await SendAsync(json.RootElement, body, cancellationToken).ConfigureAwait(false),
                Script => await RunAsync(call, json.RootElement, body, cancellationToken).ConfigureAwait(false),
                HostFunction => await AskAsync(json.RootElement, cancellationToken).ConfigureAwait(false),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException
            or KeyNotFoundException or FormatException or IndexOutOfRangeException)
        {
            return Error("invalid", "the request's JSON is not what the operation takes");
        }
    }

    private static ScriptHostAnswer Answer(
        Action<Utf8JsonWriter> write, params ReadOnlySpan<ReadOnlyMemory<byte>> body)
    {
        AnswerPieces pieces = Begin(write);
        foreach (ReadOnlyMemory<byte> piece in body)
        {
            pieces.Add(piece);
        }

        return new ScriptHostAnswer { Bytes = pieces.ToSequence() };
    }

    private static AnswerPieces Begin(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        bytes.Write("\n"u8);
        var pieces = new AnswerPieces();
        pieces.Add(bytes.WrittenSpan.ToArray());
        return pieces;
    }

    private static ScriptHostAnswer Error(string kind, string message) => Answer(
        json =>
        {
            json.WriteString("error", message);
            json.WriteString("kind", kind);
        });

    private async Task<ScriptHostAnswer> SendAsync(
        JsonElement header, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        string method = header.GetProperty("method").GetString() ?? "";
        var request = new GuestHttpRequest
        {
            Method = method.ToUpperInvariant(),
            Url = header.GetProperty("url").GetString() ?? "",
            Headers = header.TryGetProperty("headers", out JsonElement headers)
                ? [.. headers.EnumerateArray().Select(static pair =>
                    KeyValuePair.Create(pair[0].GetString() ?? "", pair[1].GetString() ?? ""))]
                : [],
            Body = body.Length > 0 || method is "POST" or "PUT" or "PATCH" ? body : null,
            MaxRedirects = header.TryGetProperty("maxRedirects", out JsonElement redirects)
                ? Math.Clamp(redirects.GetInt32(), 0, options.MaxHttpRedirects)
                : options.MaxHttpRedirects,
            Timeout = header.TryGetProperty("timeoutMs", out JsonElement timeout)
                && timeout.GetDouble() is > 0 and var ms
                ? TimeSpan.FromMilliseconds(Math.Min(ms, options.HttpTimeout.TotalMilliseconds))
                : null,
        };
        try
        {
            using IGuestHttpResponse response = await ((IGuestHttp)host.Http)
                .SendAsync(request, cancellationToken)
                .ConfigureAwait(false);
            AnswerPieces pieces = Begin(
                json =>
                {
                    json.WriteNumber("status", response.Status);
                    json.WriteStartArray("headers");
                    foreach ((string name, string value) in response.Headers)
                    {
                        json.WriteStartArray();
                        json.WriteStringValue(name);
                        json.WriteStringValue(value);
                        json.WriteEndArray();
                    }

                    json.WriteEndArray();
                });
            await pieces.AddAsync(response).ConfigureAwait(false);
            return new ScriptHostAnswer { Bytes = pieces.ToSequence() };
        }
        catch (GuestHttpException exception)
        {
            return Error(JsonNamingPolicy.KebabCaseLower.ConvertName(exception.Error.ToString()), exception.Message);
        }
    }

    private async Task<ScriptHostAnswer> RunAsync(
        ScriptHostCall call, JsonElement header, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        var script = new NestedScript
        {
            Path = header.GetProperty("path").GetString() ?? "",
            Arguments = header.TryGetProperty("arguments", out JsonElement arguments)
                ? [.. arguments.EnumerateArray().Select(static argument => argument.GetString() ?? "")]
                : [],
            Environment = header.TryGetProperty("environment", out JsonElement environment)
                && environment.ValueKind == JsonValueKind.Object
                ? [.. environment.EnumerateObject().Select(static variable =>
                    KeyValuePair.Create(variable.Name, variable.Value.GetString() ?? ""))]
                : null,
            StandardInput = input,
            FuelLeft = call.FuelLeft,
            MemoryBytesLeft = call.MemoryBytesLeft,
        };
        WasmRunResult result;
        try
        {
            result = await runNested(script, cancellationToken).ConfigureAwait(false);
        }
        catch (SkillExecutionException exception) when (exception is not SkillCapabilityDeniedException)
        {
            return Error("failed", exception.ModelMessage) with
            {
                FuelConsumed = exception.FuelConsumed ?? 0,
                PeakMemoryBytes = exception.PeakMemoryBytes ?? 0,
            };
        }

        int length = result.StandardOutput.Length;
        return Answer(
            json =>
            {
                json.WriteNumber("exitCode", result.ExitCode);
                json.WriteNumber("stdoutLength", length);
            },
            result.StandardOutput,
            result.StandardError) with
        {
            FuelConsumed = result.FuelConsumed,
            PeakMemoryBytes = result.PeakMemoryBytes,
        };
    }

    private async Task<ScriptHostAnswer?> AskAsync(JsonElement header, CancellationToken cancellationToken)
    {
        string[] arguments = header.TryGetProperty("arguments", out JsonElement given)
            ? [.. given.EnumerateArray().Select(static argument => argument.GetString() ?? "")]
            : [];
        switch (header.GetProperty("function").GetString(), arguments)
        {
            case ("get-secret", [var name]):
                return Of(await host.GetSecretAsync(name, cancellationToken).ConfigureAwait(false));
            case ("read-env", [var name]):
                return Of(host.ReadEnvironment(name));
            case ("log", [var level, var message]):
                host.Log(level, message);
                return Answer(static json => json.WriteBoolean("ok", true));
            case ("recall-memory", [var query, var limit])
                when uint.TryParse(limit, CultureInfo.InvariantCulture, out uint most):
                IReadOnlyList<string> memories = await host
                    .RecallMemoryAsync(query, most, cancellationToken)
                    .ConfigureAwait(false);
                return Answer(
                    json =>
                    {
                        json.WriteStartArray("memories");
                        foreach (string memory in memories)
                        {
                            json.WriteStringValue(memory);
                        }

                        json.WriteEndArray();
                    });
            default:
                return Error("invalid", "there is no such function, or it takes other arguments");
        }

        static ScriptHostAnswer Of(SkillHostResult result) => result.IsError
            ? Error("failed", result.Text)
            : Answer(static json => json.WriteBoolean("ok", true), Encoding.UTF8.GetBytes(result.Text));
    }
}

/// <summary>A script that another one of the same skill starts.</summary>
internal sealed record NestedScript
{
    public required string Path { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Variables in place of those of the script that starts it; null for the same.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Environment { get; init; }

    public ReadOnlyMemory<byte> StandardInput { get; init; }

    public required long FuelLeft { get; init; }

    public required long MemoryBytesLeft { get; init; }
}

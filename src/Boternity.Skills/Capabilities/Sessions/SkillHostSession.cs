using System.Text;
using Boternity.Skills.Capabilities.Files;
using Boternity.Skills.Capabilities.Http;
using Boternity.Skills.Grants;
using Boternity.Skills.Wasm.Guests;

namespace Boternity.Skills.Capabilities.Sessions;

/// <summary>
/// One run's view of its host. Skills call <see cref="ISkillHost"/>; WASI is built on <see cref="Http"/>,
/// <see cref="Files"/> and the environment, which ask the same policy. Afterwards it tells what was logged and used.
/// </summary>
internal sealed class SkillHostSession(
    SkillContext context, CapabilityPolicy policy, CapabilityMeter meter, SkillHostOptions options)
    : ISkillHost, IGuestEnvironment, IDisposable
{
    private const int MaxErrorBody = 4 * 1024;

    public required SecretRedactor Redactor { private get; init; }

    public required ISkillMemory Memory { private get; init; }

    public required ISecretProvider Secrets { private get; init; }

    public required Func<string, string?> Variables { private get; init; }

    /// <summary>Variables that the run is given, whatever was granted; of two with one name the later counts.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> GivenVariables { private get; init; }

    public required SkillLogBuffer LogBuffer { private get; init; }

    /// <summary>Sends requests; for WASI's outgoing handler.</summary>
    public required GrantedHttp Http { get; init; }

    /// <summary>The granted directories; for WASI's preopens.</summary>
    public required GrantedFiles Files { get; init; }

    public IReadOnlyList<SkillLogLine> LogLines => LogBuffer.Lines;

    public int LogLinesDropped => LogBuffer.Dropped;

    public IReadOnlyList<SkillCapabilityUse> CapabilityUses => meter.Uses;

    /// <summary>
    /// The denied use that ends the run, whatever the engine made of the exception; null when there was none.
    /// </summary>
    public SkillCapabilityDeniedException? Violation => meter.Violation;

    /// <summary>
    /// Masks the secrets that the run was given: for error texts of the skill that go into exceptions and logs.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="wasCutBefore">Whether only the end of a text may be here.</param>
    public string Redact(string text, bool wasCutBefore = false) =>
        Redactor.Redact(text, wasCutBefore: wasCutBefore);

    public async ValueTask<IReadOnlyList<string>> RecallMemoryAsync(
        string query, uint limit, CancellationToken cancellationToken = default)
    {
        if (!meter.Admit(SkillCapability.RecallMemory, "memory", policy.CheckMemory()) || limit == 0)
        {
            return [];
        }

        int most = (int)Math.Min(limit, (uint)options.MaxRecalledMemories);
        IReadOnlyList<string> memories = await AskHostAsync(
            nameof(ISkillMemory),
            () => Memory.RecallAsync(context, query, most, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        int room = options.MaxRecalledBytes;
        return [.. memories.Take(most).TakeWhile(memory => (room -= Encoding.UTF8.GetByteCount(memory)) >= 0)];
    }

    public ValueTask<SkillHostResult> HttpGetAsync(string url, CancellationToken cancellationToken = default) =>
        SendAsync(
            new GuestHttpRequest { Method = "GET", Url = url, MaxRedirects = options.MaxHttpRedirects },
            cancellationToken);

    public ValueTask<SkillHostResult> HttpPostAsync(
        string url, string body, CancellationToken cancellationToken = default)
    {
        // The interface has no content type; what looks like JSON is sent as such.
        bool isJson = body.AsSpan().TrimStart() is ['{' or '[', ..];
        return SendAsync(
            new GuestHttpRequest
            {
                Method = "POST",
                Url = url,
                MaxRedirects = options.MaxHttpRedirects,
                Headers = [new("Content-Type", isJson ? "application/json" : "text/plain; charset=utf-8")],
                Body = Encoding.UTF8.GetBytes(body),
            },
            cancellationToken);
    }

    public async ValueTask<SkillHostResult> GetSecretAsync(string name, CancellationToken cancellationToken = default)
    {
        if (!meter.Admit(SkillCapability.GetSecret, name, policy.CheckSecret(name)))
        {
            return SkillHostResult.Fail(meter.DeniedText(SkillCapability.GetSecret));
        }

        string? secret = await AskHostAsync(
            nameof(ISecretProvider),
            () => Secrets.FindSecretAsync(context, name, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        if (secret is null)
        {
            return SkillHostResult.Fail($"secret '{name}' is not available");
        }

        Redactor.Add(secret);
        return SkillHostResult.Ok(secret);
    }

    public SkillHostResult ReadEnvironment(string name)
    {
        if (FindGiven(name) is { } given)
        {
            return SkillHostResult.Ok(given);
        }

        if (!meter.Admit(SkillCapability.ReadEnv, name, policy.CheckEnvironment(name)))
        {
            return SkillHostResult.Fail(meter.DeniedText(SkillCapability.ReadEnv));
        }

        return Variables(name) is { } value
            ? SkillHostResult.Ok(value)
            : SkillHostResult.Fail($"environment variable '{name}' is not set");
    }

    /// <summary>
    /// Every variable that is given, or granted and set; for WASI's environment, which is read as a whole.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> ListVariables()
    {
        List<KeyValuePair<string, string>> variables =
        [
            .. GivenVariables.Select(static given => given.Key)
                .Distinct(StringComparer.Ordinal)
                .Select(name => KeyValuePair.Create(name, FindGiven(name)!)),
        ];
        foreach (string name in policy.EnvironmentVariables)
        {
            if (FindGiven(name) is null
                && meter.Admit(SkillCapability.ReadEnv, name, policy.CheckEnvironment(name))
                && Variables(name) is { } value)
            {
                variables.Add(new(name, value));
            }
        }

        return variables;
    }

    public SkillHostResult ReadFile(string path) => Files.Read(path);

    public SkillHostResult WriteFile(string path, string content) => Files.Write(path, content);

    public void Log(string level, string message) => LogBuffer.Add(level, message);

    public void Dispose() => Files.Dispose();

    private string? FindGiven(string name) =>
        GivenVariables.LastOrDefault(given => string.Equals(given.Key, name, StringComparison.Ordinal)).Value;

    private static async ValueTask<T> AskHostAsync<T>(
        string service, Func<ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            // A service that does not look at its token holds up its own work, not the end of the run.
            return await ask().AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw new SkillExecutionException(
                SkillErrorCodes.ExecutionHostFailed, $"The host's {service} failed: {e.GetType().Name}.", e);
        }
    }

    private async ValueTask<SkillHostResult> SendAsync(GuestHttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using GrantedHttpResponse response = await Http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            string text = await response.ReadTextAsync().ConfigureAwait(false);
            return response.IsSuccess
                ? SkillHostResult.Ok(text)
                : SkillHostResult.Fail(
                    $"http status {response.Status}: {(text.Length > MaxErrorBody ? text[..MaxErrorBody] : text)}");
        }
        catch (GuestHttpException e)
        {
            return SkillHostResult.Fail(
                e.Error == GuestHttpError.Denied
                    ? e.Message
                    : $"{SkillGrants.ToCapability(request.Method).ToName()} failed: {e.Message}");
        }
    }
}
